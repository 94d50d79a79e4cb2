import RedoubtAOF
import RedoubtBytes
import RedoubtCommands
import RedoubtRESP

/// Reads the commands of one file, damaged or not, and decides what is kept of them.
///
/// Sound parts are passed over command by command. At damage ``BoundaryScan`` finds where commands
/// begin again. A transaction is kept whole or not at all:
///
/// | The damage stands | and behind it comes first | What goes |
/// |---|---|---|
/// | in a transaction | `EXEC` | everything from its `MULTI` to that `EXEC` |
/// | in a transaction | `MULTI`, or the end | everything from its `MULTI` to the damage's end |
/// | outside, and may hide a `MULTI` | `EXEC` | everything from the damage to that `EXEC` |
/// | outside | `MULTI`, or the end | the damage |
struct RepairSurvey: ~Copyable {
    /// As many commands behind damage are still taken for the rest of a transaction that a torn
    /// end left without its `EXEC`, or that further damage interrupts.
    static let undecidedMax = 10_000

    let file: MappedFile
    let evidence: CommandEvidence
    let dropsUnknown: Bool
    var result: RepairReport.File
    var kept = KeptPieces()
    var scan: BoundaryScan
    /// How many more keys may be kept by name.
    var keyRoom: Int

    /// What commands change as they go by.
    struct Position {
        var database = 0
        /// Where the open transaction began, and in which database.
        var transaction: (start: Int, database: Int, commandCount: Int)?
    }

    var position = Position()
    var time: Int64?
    /// The command that went by last, and the position before it.
    var previous: (shape: RecordShape, position: Position)?
    /// What was read since the last hole: where it begins, in which database, how many commands.
    var run: (start: Int, database: Int, commandCount: Int)
    /// A hole behind which an `EXEC` would show that what follows is half a transaction.
    var undecided: Undecided?
    /// Index of the hole whose database doubt is still open.
    var doubted: Int?

    struct Undecided {
        /// What was kept before the hole, and the index of the hole.
        let mark: KeptPieces.Mark
        let hole: Int
        /// The database behind the hole, and how many commands were read since.
        let database: Int
        var commandCount = 0
        /// Whether the rest of a transaction is known to follow.
        var isInside: Bool
    }

    init(
        _ file: MappedFile,
        _ result: RepairReport.File,
        from start: Int,
        _ request: RepairRequest,
        keyRoom: Int
    ) {
        self.file = file
        self.result = result
        self.keyRoom = keyRoom
        evidence = CommandEvidence(commands: request.commands)
        dropsUnknown = request.dropsUnknown
        scan = BoundaryScan(
            evidence,
            byteCount: file.count,
            searchesCutValues: request.searchesCutValues
        )
        run = (start, 0, 0)
    }

    /// Reads to the end.
    mutating func read(_ progress: (any ProgressListener)?) {
        let ahead = ReadAhead(file)
        defer { ahead.stop() }
        var place = run.start
        var reported = place
        while place < file.count {
            place = step(at: place)
            if place - reported > 1 << 20 {
                reported = place
                ahead.advance(to: reported)
                progress?.progress(.checking, done: reported, total: file.count)
            }
        }
        finish()
        result.keptByteCount = kept.byteCount
        result.commandCount = kept.commandCount
    }

    /// Reads what stands at an offset, and answers where the next thing stands.
    private mutating func step(at place: Int) -> Int {
        let file = file
        let bytes = file.bytes
        switch RecordShape.read(at: place, in: bytes) {
        case .whole(let shape):
            return take(shape, in: bytes) ?? mend(at: place, reached: shape.range.upperBound)
        case .cut(let end):
            return mend(at: place, reached: end)
        case .broken(let end):
            if let end = Annotation.end(at: place, in: bytes) {
                time = Annotation.seconds(at: place, in: bytes) ?? time
                return end
            }
            return tolerated(at: place) ?? mend(at: place, reached: end)
        }
    }

    /// A record goes by; nil if no server wrote it.
    ///
    /// - Parameter second: the argument behind the name, where the record is not strict.
    private mutating func take(
        _ shape: RecordShape,
        _ second: Range<Int>? = nil,
        in bytes: RawSpan
    ) -> Int? {
        let name = bytes.extracting(shape.name)
        switch evidence.verdict(name: name, argumentCount: shape.argumentCount) {
        case .impossible: return nil
        case .plausible:
            if dropsUnknown { return nil }
            noteUnknown(name, at: shape.range.lowerBound)
        case .known, .wrongCount: break
        }
        previous = (shape, position)
        run.commandCount += 1
        undecided?.commandCount += 1
        follow(name, shape, second, in: bytes)
        return shape.range.upperBound
    }

    private mutating func noteUnknown(_ name: RawSpan, at offset: Int) {
        let text = name.printable.uppercased()
        guard result.unknown[text] == nil, result.unknown.count < 100 else { return }
        result.unknown[text] = offset
    }

    /// A record or comment in a form that servers take and do not write.
    private mutating func tolerated(at place: Int) -> Int? {
        guard scan.mayRead(again: 0) else { return nil }
        var window = ByteWindow(file)
        var reached = place
        do throws(Fault) {
            try window.skip(place)
            var reader = RecordReader(window)
            defer { reached = reader.offset }
            guard let item = try reader.next() else { return nil }
            switch item {
            case .annotation:
                return isComment(place..<reader.offset) && mayEnd(at: reader.offset)
                    ? reader.offset : nil
            case .record(let record):
                guard mayEnd(at: record.range.upperBound) else { return nil }
                let shape = RecordShape(
                    range: record.range,
                    argumentCount: record.argumentCount,
                    name: Self.shifted(reader.argumentRange(0), by: place)
                )
                let second = record.argumentCount > 1 ? reader.argumentRange(1) : nil
                let file = file
                let bytes = file.bytes
                return take(shape, second.map { Self.shifted($0, by: place) }, in: bytes)
            }
        } catch {
            _ = scan.mayRead(again: max(error.offset, reached) - place)
            return nil
        }
    }

    /// Whether a record or a comment may begin at an offset, or the file ends there.
    private func mayEnd(at offset: Int) -> Bool {
        guard offset < file.count else { return true }
        let byte = file.bytes[byte: offset]
        return byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#")
    }

    /// Whether a line is text; damage may begin with its mark by chance.
    private func isComment(_ line: Range<Int>) -> Bool {
        let bytes = file.bytes
        guard bytes[byte: line.upperBound - 1] == UInt8(ascii: "\n") else { return false }
        for index in line.dropLast() {
            let byte = bytes[byte: index]
            guard byte >= 0x20 && byte < 0x7F || byte == UInt8(ascii: "\r") else { return false }
        }
        return true
    }

    private static func shifted(_ range: Range<Int>, by offset: Int) -> Range<Int> {
        (range.lowerBound + offset)..<(range.upperBound + offset)
    }
}
