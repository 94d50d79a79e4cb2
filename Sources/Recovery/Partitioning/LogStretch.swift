import RedoubtAOF
import RedoubtBytes
import RedoubtCommands
import RedoubtRESP
import Synchronization

/// What a stretch of a log comes to, read apart from all others.
struct LogStretch: Sendable {
    /// Records that are of one kind.
    struct Part: Sendable {
        /// Offset behind the last of them.
        let end: Int
        /// The records of keys; nil for what must be followed in the order of the log.
        var keyed: KeyedPart?
    }

    /// Records of keys, which meet no others in them.
    struct KeyedPart: Sendable {
        let batch: KeyedBatch
        /// The ``ByteHash`` of each key.
        let hashes: [UInt64]
        /// The commands of records that stand under several keys.
        let shared: [Int]
        /// Number of bytes of the records.
        let byteCount: Int
    }

    fileprivate(set) var parts: [Part] = []
}

/// The stretches of a mapped file that can be read apart, as far as they go.
struct StretchFeed: IteratorProtocol, Sendable {
    private let file: MappedFile
    private var offset: Int
    private let end: Int

    /// What is worth a worker's while.
    private static let sizeMin = 1 << 18

    /// - Parameter end: where the file is taken to end.
    init(_ file: MappedFile, from offset: Int, to end: Int) {
        self.file = file
        self.offset = offset
        self.end = min(end, file.count)
    }

    mutating func next() -> Range<Int>? {
        let start = offset
        let end = nextEnd
        offset = end
        return end > start ? start..<end : nil
    }

    private var nextEnd: Int {
        let bytes = file.bytes.extracting(0..<end)
        return RecordStretch.end(in: bytes, from: offset, sizeMin: Self.sizeMin)
    }
}

/// Reads stretches of a file.
struct StretchReader: Sendable {
    private let rules: SurveyRules
    private let memory: MemoryPlan
    private let file: MappedFile
    /// The place at which the file begins.
    private let fileStart: Int
    private let choice: CopyChoice

    /// Whether records are copied, as the survey has learned meanwhile.
    final class CopyChoice: Sendable {
        let copies = Atomic(true)
    }

    /// Fewer records of keys between others are not worth a batch.
    private static let countMin = 32

    init(
        _ rules: SurveyRules,
        _ memory: MemoryPlan,
        _ file: MappedFile,
        from fileStart: Int,
        _ choice: CopyChoice
    ) {
        self.rules = rules
        self.memory = memory
        self.file = file
        self.fileStart = fileStart
        self.choice = choice
    }

    func read(_ range: Range<Int>) -> LogStretch {
        let text = file.bytes
        var stretch = LogStretch()
        var open = OpenPart(memory)
        var ranges: ContiguousArray<Range<Int>> = []
        var isInTransaction = false
        var at = range.lowerBound
        while at < range.upperBound {
            guard let end = PlainRecords.read(text, at: at, into: &ranges) else {
                // An annotation.
                let end = RecordStretch.annotationEnd(in: text, from: at) ?? range.upperBound
                close(&open, &stretch, before: at, inOrderTo: end)
                at = end
                continue
            }
            let arguments = Arguments(text, ranges.span)
            let places = (fileStart + at)..<(fileStart + end)
            let index = rules.table.index(of: arguments[0])
            let control = index.flatMap { rules.controls[$0] }
            if let index, control == nil, !isInTransaction,
                open.add(index, rules.use(index, arguments), arguments, at: places)
            {
                at = end
                continue
            }
            if control == .multi { isInTransaction = true }
            if control == .exec { isInTransaction = false }
            close(&open, &stretch, before: at, inOrderTo: end)
            at = end
        }
        close(&open, &stretch, before: at, inOrderTo: at)
        return stretch
    }

    /// Ends the records of keys, and has what follows, up to `end`, be followed in order.
    private func close(
        _ open: inout OpenPart,
        _ stretch: inout LogStretch,
        before offset: Int,
        inOrderTo end: Int
    ) {
        if open.count >= Self.countMin {
            let part = open.seal(
                file.bytes,
                from: fileStart,
                copies: choice.copies.load(ordering: .relaxed)
            )
            stretch.parts.append(LogStretch.Part(end: offset, keyed: part))
        } else if !open.isEmpty {
            open = OpenPart(memory)
            stretch.follow(to: offset)
        }
        if end > offset { stretch.follow(to: end) }
    }

    /// The records of keys since the last that is followed in order.
    private struct OpenPart {
        private var draft: KeyedBatchDraft
        private var hashes: [UInt64] = []
        private var shared: [Int] = []
        private var byteCount = 0

        init(_ memory: MemoryPlan) {
            draft = KeyedBatchDraft(memory)
        }

        var count: Int { draft.count }
        var isEmpty: Bool { byteCount == 0 }

        /// - Returns: whether the record is one of keys that do not meet.
        @inline(__always)
        mutating func add(
            _ index: Int,
            _ use: SurveyRules.Use,
            _ arguments: borrowing Arguments,
            at places: Range<Int>
        ) -> Bool {
            switch use {
            case .one(let position, let isBlind):
                add(arguments[position], index, at: places, isBlind: isBlind, isShared: false)
            case .each(let step):
                let isShared = arguments.count > 1 + step
                if isShared { shared.append(index) }
                for position in stride(from: 1, to: arguments.count, by: step) {
                    add(arguments[position], index, at: places, isBlind: true, isShared: isShared)
                }
            case .together, .inOrder: return false
            }
            byteCount += places.count
            return true
        }

        @inline(__always)
        private mutating func add(
            _ key: RawSpan,
            _ index: Int,
            at places: Range<Int>,
            isBlind: Bool,
            isShared: Bool
        ) {
            let hash = ByteHash.hash(key)
            hashes.append(hash)
            draft.add(
                key,
                hash,
                command: index,
                at: places,
                isBlind: isBlind,
                isShared: isShared,
                in: KeyedBatchDraft.selected
            )
        }

        /// The records so far; it begins anew.
        mutating func seal(
            _ text: RawSpan,
            from start: Int,
            copies: Bool
        ) -> LogStretch.KeyedPart {
            defer {
                hashes = []
                shared = []
                byteCount = 0
            }
            return LogStretch.KeyedPart(
                batch: draft.seal(text, from: start, copies: copies),
                hashes: hashes,
                shared: shared,
                byteCount: byteCount
            )
        }
    }
}

extension LogStretch {
    /// Has everything up to an offset be followed in the order of the log.
    fileprivate mutating func follow(to end: Int) {
        if let last = parts.last, last.keyed == nil { parts.removeLast() }
        parts.append(Part(end: end, keyed: nil))
    }
}
