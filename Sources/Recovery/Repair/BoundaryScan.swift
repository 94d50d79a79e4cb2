import RedoubtBytes
import RedoubtRESP

/// Looks behind damage for the place where commands begin again, and reads on the way what can be
/// read.
///
/// 1. The damaged command's own lengths come first: argument after argument is passed over, so that
///    a log which stands within a value is never taken for commands. A line with one wrong byte is
///    read as the one that leads on.
/// 2. Where they lead to a known command, that is the boundary.
/// 3. Where no length can be read the bytes are searched for ``BoundaryProof/rowCount`` known
///    commands in a row.
/// 4. An argument is not passed over if a known command begins in it and goes beyond it: then its
///    length is wrong, and has swallowed commands.
struct BoundaryScan {
    let proof: BoundaryProof
    private let row: CommandRow
    /// How many bytes may still be read a second time: hostile lengths could ask for it for ever.
    private var patience: Int
    /// Rows of endless commands are believed only from here on.
    private var floor = 0

    /// Whether the end is searched for commands although a value claims it.
    private let searchesCutValues: Bool

    init(_ evidence: CommandEvidence, byteCount: Int, searchesCutValues: Bool) {
        self.searchesCutValues = searchesCutValues
        proof = BoundaryProof(evidence: evidence)
        row = CommandRow(evidence: evidence)
        patience = 4 * byteCount + (1 << 20)
    }

    /// What was found.
    struct Finding {
        /// Where commands begin again; the end of the bytes if they don't.
        var boundary: Int
        /// Where commands seem to begin within a last value that says of itself that it goes beyond
        /// the end; nil where nothing looks so.
        var withinCutValue: Int?
    }

    /// Whether bytes may be read again: false once it would take too long.
    mutating func mayRead(again count: Int) -> Bool {
        patience -= max(count, 0)
        return patience > 0
    }

    /// Searches from the start of a damaged command on.
    ///
    /// - Parameter reached: how far the command was read before it turned out to be damaged.
    mutating func next(
        from start: Int,
        reached: Int,
        in bytes: RawSpan,
        _ lost: inout LostCommands
    ) -> Finding {
        floor = max(floor, reached + 1)
        var place = Self.headEnd(at: start, in: bytes)
        var fragment = CommandFragment(hasHead: place > start, gapStart: place, isFirst: true)
        // Where a value ends that begins well and leads nowhere.
        var claimed = start
        while place < bytes.byteCount {
            if place >= claimed,
                let argument = argument(at: place, isOpen: fragment.isOpen, in: bytes)
            {
                fragment.append(argument, at: place, in: bytes, proof.evidence, &lost)
                place = argument.end
                continue
            }
            if fragment.isOpen, !searchesCutValues, DamagedArgument.isCut(at: place, in: bytes) {
                fragment.end(at: place, in: bytes, &lost)
                let within = firstRow(behind: place, in: bytes)
                return Finding(boundary: bytes.byteCount, withinCutValue: within)
            }
            if fragment.isLed { claimed = claimedEnd(of: place, in: bytes) ?? claimed }
            switch place > start ? verdict(at: place, fragment, claimed, in: bytes) : .none {
            case .boundary:
                fragment.end(at: place, in: bytes, &lost)
                return Finding(boundary: place)
            case .text(let end):
                fragment.breakOff(in: bytes, &lost)
                place = Self.nextMark(from: max(end, place + 1), in: bytes)
            case .head(let end):
                fragment.end(at: place, in: bytes, &lost)
                fragment = CommandFragment(hasHead: true, gapStart: end, isFirst: false)
                place = end
            case .none:
                fragment.breakOff(in: bytes, &lost)
                place = Self.nextMark(from: place + 1, in: bytes)
            }
        }
        fragment.end(at: bytes.byteCount, in: bytes, &lost)
        return Finding(boundary: bytes.byteCount)
    }

    /// The first row of commands behind a place.
    private mutating func firstRow(behind start: Int, in bytes: RawSpan) -> Int? {
        var place = Self.nextMark(from: start + 1, in: bytes)
        let none = CommandFragment(hasHead: false, gapStart: start, isFirst: false)
        while place < bytes.byteCount {
            switch verdict(at: place, none, start, in: bytes) {
            case .boundary: return place
            case .text(let end): place = Self.nextMark(from: max(end, place + 1), in: bytes)
            case .head, .none: place = Self.nextMark(from: place + 1, in: bytes)
            }
        }
        return nil
    }

    /// What stands at a place where no argument does.
    private enum Verdict {
        /// Commands begin again.
        case boundary
        /// Commands within a value, up to the offset.
        case text(end: Int)
        /// The head of a command that is not proven; behind it at the offset its arguments begin.
        case head(end: Int)
        case none
    }

    private mutating func verdict(
        at place: Int,
        _ fragment: CommandFragment,
        _ claimed: Int,
        in bytes: RawSpan
    ) -> Verdict {
        let byte = bytes[byte: place]
        guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") else { return .none }
        if byte == UInt8(ascii: "#"), Annotation.end(at: place, in: bytes) == nil { return .none }
        let count = fragment.isLed ? 1 : BoundaryProof.rowCount
        if proof.holds(at: place, in: bytes, count: count, floor: floor) {
            if fragment.isLed, fragment.isFirst { return .boundary }
            let end = row.textEnd(from: place, claimed: claimed, in: bytes, &patience)
            return end.map { .text(end: $0) } ?? .boundary
        }
        guard place >= claimed,
            let head = RecordShape.Header(UInt8(ascii: "*"), at: place, in: bytes),
            ArgumentShape(at: head.end, in: bytes) != nil
        else { return .none }
        return .head(end: head.end)
    }

    /// Where the value at `place` ends by its own length, which leads to no sound place.
    private func claimedEnd(of place: Int, in bytes: RawSpan) -> Int? {
        guard let head = RecordShape.Header(UInt8(ascii: "$"), at: place, in: bytes),
            head.number <= bytes.byteCount - head.end - 2
        else { return nil }
        return head.end + head.number + 2
    }

    /// Whether a whole record was misread: one of its lengths swallows what follows, or leaves
    /// something of it behind.
    mutating func isMisread(_ shape: RecordShape, in bytes: RawSpan) -> Bool {
        guard mayRead(again: shape.range.count) else { return false }
        var place = shape.name.lowerBound
        guard
            let head = RecordShape.Header(
                UInt8(ascii: "*"),
                at: shape.range.lowerBound,
                in: bytes
            )
        else { return true }
        place = head.end
        for _ in 0..<shape.argumentCount {
            guard let argument = ArgumentShape(at: place, in: bytes) else { return true }
            if swallows(argument, in: bytes) { return true }
            if argument.end == shape.range.upperBound,
                DamagedArgument.isMisread(argument, headAt: place, in: bytes)
            {
                return true
            }
            place = argument.end
        }
        return leavesArguments(behind: shape, in: bytes)
    }

    /// Whether arguments stand behind a record: their number in its head is wrong, unless a new
    /// command begins with them whose head is gone.
    private func leavesArguments(behind shape: RecordShape, in bytes: RawSpan) -> Bool {
        let end = shape.range.upperBound
        guard let next = ArgumentShape(at: end, in: bytes) else { return false }
        return !proof.evidence.isKnown(bytes.extracting(next.content))
    }

    // MARK: Steps

    /// The argument at `place` of the damaged command, or one that stands there by itself.
    private mutating func argument(
        at place: Int,
        isOpen: Bool,
        in bytes: RawSpan
    ) -> ArgumentShape? {
        guard isOpen || bytes[byte: place] == UInt8(ascii: "$") else { return nil }
        guard isOpen else {
            guard let argument = ArgumentShape(at: place, in: bytes),
                DamagedArgument.isFollowed(argument.end, in: bytes)
            else { return nil }
            return swallows(argument, in: bytes) ? nil : argument
        }
        // A record is none of its arguments.
        guard RecordShape.Header(UInt8(ascii: "*"), at: place, in: bytes) == nil,
            let found = DamagedArgument.read(at: place, in: bytes)
        else { return nil }
        return swallows(found.argument, isMended: found.isMended, in: bytes) ? nil : found.argument
    }

    /// Whether a known command begins in an argument and ends behind it; for one whose length was
    /// guessed, with it.
    private mutating func swallows(
        _ argument: ArgumentShape,
        isMended: Bool = false,
        in bytes: RawSpan
    ) -> Bool {
        let content = argument.content
        let end = isMended ? argument.end : argument.end + 1
        guard content.count > 1, mayRead(again: content.count) else { return false }
        var place = content.lowerBound
        while place < content.upperBound {
            guard bytes[byte: place] == UInt8(ascii: "*") else {
                place += 1
                continue
            }
            switch RecordShape.read(at: place, in: bytes) {
            case .whole(let shape):
                guard mayRead(again: shape.range.count) else { return false }
                if !isKnown(shape, in: bytes) {
                    place += 1
                } else if shape.range.upperBound >= end {
                    return true
                } else {
                    place = shape.range.upperBound
                }
            case .cut(let end):
                // It goes beyond everything.
                return mayRead(again: end - place) && isMended
            case .broken(let end):
                guard mayRead(again: end - place) else { return false }
                place = max(end, place + 1)
            }
        }
        return false
    }

    private func isKnown(_ shape: RecordShape, in bytes: RawSpan) -> Bool {
        let name = bytes.extracting(shape.name)
        return proof.evidence.verdict(name: name, argumentCount: shape.argumentCount) == .known
    }

    /// Behind the first line of a record, of which bytes may be wrong; `start` if there is none.
    private static func headEnd(at start: Int, in bytes: RawSpan) -> Int {
        if let head = RecordShape.Header(UInt8(ascii: "*"), at: start, in: bytes) {
            return head.end
        }
        let argumentMark = UInt8(ascii: "$")
        let last = min(bytes.byteCount, start + 14)
        for place in start..<last {
            if RecordShape.Header(argumentMark, at: place, in: bytes) != nil { return place }
            // What begins soundly is not what is damaged.
            if RecordShape.Header(UInt8(ascii: "*"), at: place, in: bytes) != nil { return start }
        }
        return start
    }

    /// The next byte at which something may begin.
    private static func nextMark(from start: Int, in bytes: RawSpan) -> Int {
        var place = start
        while place < bytes.byteCount {
            let byte = bytes[byte: place]
            if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "#") {
                return place
            }
            place &+= 1
        }
        return place
    }
}
