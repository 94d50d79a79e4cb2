import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Verifies the snapshot at the start of a file, and tells everything that is wrong with it.
///
/// Where a value is damaged whose ends are known, the next key follows. Where even those are lost,
/// the search of `salvage` finds where records begin again, in files that are mapped.
struct SnapshotCheck {
    let path: String
    let request: CheckRequest
    let progress: (any ProgressListener)?
    var file: CheckRun.File
    var findings: FindingList
    var keys: KeyJournal
    var target: TargetReview?
    /// Where what is read next begins.
    var boundary = 0
    var auxiliaries: [(name: ByteString, value: ByteString)] = []
    /// Whether everything up to here was read from end to end.
    var isWhole = true
    private var section = Section()
    /// The names of function libraries.
    private var functions: Set<ByteString> = []
    var budget = WorkBudget(byteCount: 0)
    /// Looks at keys of a mapped file while the next ones are passed over.
    private var reviews: OrderedWork<RunReview>?
    private var mapped: MappedFile?
    /// Offset behind the last keys that were looked at.
    private var reviewedEnd = 0

    /// The keys of one database.
    private struct Section {
        var announced: UInt64?
        var offset = 0
        var database = 0
        var keyCount: UInt64 = 0
    }

    /// How the reading of a snapshot ends.
    enum Ending {
        /// At its end; says whether it declares itself the beginning of a log.
        case atEnd(isPreamble: Bool)
        /// Somewhere in it: there is no way to go on.
        case lost
    }

    init(
        _ file: CheckRun.File,
        _ request: CheckRequest,
        _ findings: FindingList,
        _ progress: (any ProgressListener)?
    ) {
        path = file.path
        self.request = request
        self.progress = progress
        self.file = file
        self.findings = findings
        keys = KeyJournal(request)
        target = request.target.map { TargetReview($0, path: file.path) }
    }

    /// Reads the snapshot and leaves the window behind it.
    mutating func run(_ window: inout ByteWindow) throws(RecoveryError) -> Ending {
        let mapped = window.mappedFile
        budget = WorkBudget(byteCount: mapped?.count ?? 0)
        let ahead = mapped.map { ReadAhead($0) }
        defer { ahead?.stop() }
        if looksAtKeys, mapped != nil { reviews = OrderedWork(Workers()) }
        defer { reviews?.stop() }
        self.mapped = mapped
        var ending = Ending.lost
        do throws(Fault) {
            var frames = try FrameReader(window.take(), keepsPayloads: request.depth == .values)
            ending = try read(&frames, ahead, mapped)
            if case .atEnd = ending { window = frames.intoWindow() }
        } catch {
            guard error.isDamage else { throw RecoveryError(error, file: path) }
            let restart = try restart(behind: error, mapped)
            if let restart { ending = try readOn(from: restart, ahead, mapped, &window) }
        }
        finish(mapped)
        return ending
    }

    /// Reads frames to the end of the snapshot, or to where there is no way to go on.
    private mutating func read(
        _ frames: inout FrameReader,
        _ ahead: ReadAhead?,
        _ mapped: MappedFile?
    ) throws(Fault) -> Ending {
        file.format = frames.format
        target?.look(at: frames.format, &findings)
        section.database = frames.database
        boundary = frames.offset
        var reported = boundary
        while true {
            let passed = try passKeys(&frames)
            boundary = frames.offset
            file.keyCount += passed
            section.keyCount += UInt64(passed)
            if boundary - reported > 1 << 20 {
                reported = boundary
                ahead?.advance(to: reviews == nil ? reported : reviewedEnd)
                progress?.progress(.checking, done: reported, total: mapped?.count)
            }
            guard passed == 0 else { continue }
            takeReviews(waits: true)
            guard let frame = try frames.next() else { break }
            take(frame, frames)
            boundary = frames.offset
        }
        endSection()
        finishChecksum(frames, mapped)
        return .atEnd(isPreamble: Preamble.isDeclared(in: auxiliaries))
    }

    /// Goes on at a place behind damage, as often as it takes.
    private mutating func readOn(
        from restart: Restart,
        _ ahead: ReadAhead?,
        _ mapped: MappedFile?,
        _ window: inout ByteWindow
    ) throws(RecoveryError) -> Ending {
        var next: Restart? = restart
        while let restart = next, let mapped {
            do throws(Fault) {
                guard !restart.isLog else {
                    var behind = ByteWindow(mapped)
                    try behind.skip(restart.offset)
                    window = behind
                    return .atEnd(isPreamble: true)
                }
                var frames = try FrameReader(
                    ByteWindow(mapped),
                    at: restart.offset,
                    database: section.database,
                    context: restart.context
                )
                let ending = try read(&frames, ahead, mapped)
                if case .atEnd = ending { window = frames.intoWindow() }
                return ending
            } catch {
                guard error.isDamage else { throw RecoveryError(error, file: path) }
                next = try self.restart(behind: error, mapped)
            }
        }
        return .lost
    }

    // MARK: Frames

    private mutating func take(_ frame: Frame, _ frames: borrowing FrameReader) {
        switch frame {
        case .auxiliary(let name, let value): auxiliaries.append((name, value))
        case .selectDatabase(let number):
            endSection()
            section = Section(offset: boundary, database: number)
        case .resize(let count, _):
            section.announced = count
            section.offset = boundary
        case .hashTemplate: lastContext = frames.context
        case .key(let record): take(record, frames)
        case .enterprise: noteFrame(.foreignOpcode)
        case .function(let source): checkFunction(source)
        case .functionPreGA(let library): checkFunction(library.source)
        default: break
        }
        if !frames.format.knows(frame) { noteFrame(.opcodeTooNew) }
        target?.look(at: frame, boundary, frames.format, &findings)
    }

    private mutating func noteFrame(_ kind: Finding.Kind) {
        findings.add(Finding(kind, kind.meaning, file: path, offset: boundary))
    }

    /// Servers refuse a library without a name, and one whose name is taken.
    private mutating func checkFunction(_ source: ByteString) {
        if let name = FunctionSource.name(of: source.bytes), functions.insert(name).inserted {
            return
        }
        noteFrame(.function)
    }

    private mutating func endSection() {
        defer { section = Section(database: section.database) }
        guard let announced = section.announced, announced != section.keyCount, isWhole else {
            return
        }
        let text =
            "database \(section.database) has \(section.keyCount) keys, and is announced with "
            + "\(announced)"
        findings.add(Finding(.keyCount, text, file: path, offset: section.offset))
    }

    /// What frames need of the file, as far as it is known.
    var lastContext: PayloadContext?

    // MARK: Keys

    /// Passes over the keys that are in memory, and looks at them if that is asked for.
    ///
    /// - Returns: their number.
    private mutating func passKeys(_ frames: inout FrameReader) throws(Fault) -> Int {
        guard looksAtKeys else { return try frames.passKeys().count }
        let run = try frames.passKeys(sizeMax: reviews == nil ? 1 << 20 : 1 << 18)
        guard run.count > 0 else { return 0 }
        let rule = RunReview.Rule(
            decodes: request.depth == .values,
            nowMs: request.nowMs,
            database: frames.database,
            seen: keys.opened()
        )
        keys.note(run.range, frames.database, frames.context)
        if let reviews, let mapped {
            let context = frames.context
            reviews.add { RunReview(of: run.range, in: mapped, rule, context) }
            takeReviews(waits: false)
        } else {
            take(RunReview.of(run, frames.payload, rule, in: frames.context))
        }
        return run.count
    }

    private var looksAtKeys: Bool { request.depth == .values || target != nil }

    /// Takes what was found in keys, in the order of the file.
    ///
    /// - Parameter waits: whether everything is wanted, and not only what is too much to wait.
    private mutating func takeReviews(waits: Bool) {
        guard let reviews else { return }
        while waits || reviews.isFull, let review = reviews.next() { take(review) }
    }

    private mutating func take(_ review: RunReview) {
        for damage in review.damages { note(damage.issue, damage.name, review.database) }
        file.expiredCount += review.expiredCount
        target?.look(at: review, review.database, &findings)
        reviewedEnd = review.end
    }

    /// Looks at a key that was read by itself.
    private mutating func take(_ record: KeyFrame, _ frames: borrowing FrameReader) {
        file.keyCount += 1
        section.keyCount += 1
        let name = ByteString(frames.key)
        if !frames.format.loads(record.type) || !frames.format.loads(record.attributes) {
            let what =
                frames.format.loads(record.type)
                ? "what stands in front of it"
                : "its type (\(record.type.encodingName), since \(record.type.since))"
            note(
                ValueReview.Issue(
                    .typeTooNew,
                    "servers of version \(frames.format) do not load \(what)",
                    at: record.recordOffset
                ),
                name,
                record.database
            )
        }
        if let expiry = record.attributes.expiresAtMs, expiry < request.nowMs {
            file.expiredCount += 1
        }
        if target != nil {
            var review = RunReview()
            review.note(record.type, record.module, at: record.recordOffset, name.bytes)
            target?.look(at: review, record.database, &findings)
        }
        guard request.depth == .values else { return }
        let range = record.recordOffset..<record.payloadRange.upperBound
        keys.opened()?.note([ByteHash.hash(name.bytes)], in: record.database)
        keys.note(range, record.database, frames.context)
        var values = ValueReview()
        let start = record.payloadRange.lowerBound
        for issue in values.issues(record.type, frames.payload, at: start, in: frames.context) {
            note(issue, name, record.database)
        }
    }

    private mutating func note(_ issue: ValueReview.Issue, _ name: ByteString, _ database: Int) {
        findings.add(
            Finding(
                issue.kind,
                issue.text,
                file: path,
                offset: issue.offset,
                key: RecoveryError.KeyName(database: database, key: name)
            )
        )
    }
}

extension Fault {
    /// Whether the input is to blame, and not the system or what was asked for.
    var isDamage: Bool {
        switch reason {
        case .systemCall, .unsupportedByTarget, .unsupportedVersion, .stopped: false
        default: true
        }
    }
}

extension FormatVersion {
    /// Whether the servers of this version know what stands between keys.
    fileprivate func knows(_ frame: Frame) -> Bool {
        switch frame {
        case .auxiliary, .resize: hasAuxiliaryFields
        case .moduleAuxiliary: hasEvictionHints
        case .function: hasFunctions
        case .functionPreGA: self == .redis(10)
        case .slotInfo: number >= 11
        case .hashTemplate: number >= 15
        default: true
        }
    }
}
