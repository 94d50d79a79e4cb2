import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB

/// Reads a damaged snapshot from end to end: decodes up to damage, finds where records begin
/// again, and goes on.
struct SnapshotSurvey {
    /// Keys are passed over in pieces of this size, and of less behind damage.
    private static let stepMax = 1 << 20
    private static let stepMin = 4 << 10
    /// Behind damage a larger number of a database is taken for chance.
    private static let databaseMax = 1024

    let file: MappedFile
    let progress: (any ProgressListener)?
    var result: SurveyResult
    var context: PayloadContext
    var offset: Int
    /// What the search for records may cost, and what records may that turn out to be none.
    var budget: WorkBudget
    private var readBudget: WorkBudget
    /// Where the keys in memory begin that were passed over last.
    var tailStart: Int
    private var tailNext: Int
    /// The database in front of a number that can not be right.
    var databaseBefore: Int?
    private var step = stepMax
    private var folded = (count: 0, crc: CRC64())
    private let ahead: ReadAhead
    private var reported = 0
    private var isAtEnd = false
    /// Whether a database or a key was met.
    private var isBehindHeader = false

    init(_ file: MappedFile, progress: (any ProgressListener)?) {
        self.file = file
        self.progress = progress
        let head = FormatGuess(file)
        context = PayloadContext(format: head.format)
        result = SurveyResult(context: context)
        result.isFormatGuessed = head.isGuess
        offset = head.offset
        tailStart = head.offset
        tailNext = head.offset
        budget = WorkBudget(byteCount: file.count)
        readBudget = budget
        ahead = ReadAhead(file)
        result.sections = [SurveyResult.Section(database: 0, isStated: false)]
    }

    /// Reads to the end.
    mutating func run() -> SurveyResult {
        defer { ahead.stop() }
        while !isAtEnd {
            if offset >= file.count {
                isAtEnd = true
            } else if !passKeys() {
                readItem()
            }
            report()
        }
        result.isSearchLimited = budget.isSpent || readBudget.isSpent
        result.context = context
        return result
    }

    private mutating func report() {
        guard offset - reported > 1 << 20 else { return }
        reported = offset
        ahead.advance(to: offset)
        progress?.progress(.checking, done: offset, total: file.count)
    }

    // MARK: Keys

    /// Passes over the keys that stand next; false if none does.
    private mutating func passKeys() -> Bool {
        let limit = min(offset + step, file.count)
        let run = KeyRun(
            passing: file.bytes.extracting(offset..<limit),
            at: offset,
            context: context
        )
        guard run.count > 0 else { return false }
        guard DeepCheck.isSound(run, in: file, context) else {
            passOneByOne(to: run.range.upperBound)
            return true
        }
        take(run.range, count: run.count)
        if run.parts.count > 1 {
            tailStart = run.parts[run.parts.count - 2].lowerBound
            tailNext = run.parts[run.parts.count - 1].lowerBound
        }
        step = min(step * 2, Self.stepMax)
        return true
    }

    /// Reads keys of which one is damaged, up to that.
    private mutating func passOneByOne(to end: Int) {
        let gaps = result.gaps.count
        while offset < end, result.gaps.count == gaps, !isAtEnd { readItem() }
    }

    private mutating func take(_ range: Range<Int>, count: Int) {
        let index = result.sections.count - 1
        if let last = result.sections[index].runs.last, last.range.upperBound == range.lowerBound {
            let run = SurveyResult.Run(
                range: last.range.lowerBound..<range.upperBound,
                count: last.count + count
            )
            result.sections[index].runs[result.sections[index].runs.count - 1] = run
        } else {
            result.sections[index].runs.append(SurveyResult.Run(range: range, count: count))
        }
        move(to: range.upperBound)
        isBehindHeader = true
        if offset - tailNext > KeyRun.partSizeMax {
            tailStart = tailNext
            tailNext = offset
        }
    }

    private mutating func move(to end: Int) {
        offset = end
        fold(to: end)
    }

    // MARK: Items

    private mutating func readItem() {
        do throws(Fault) {
            let file = file
            let context = context
            let item = try DeepCheck.item(in: file.bytes, at: offset, context, &readBudget)
            try take(item)
        } catch {
            recover(from: error)
            step = Self.stepMin
        }
    }

    private mutating func take(_ item: SnapshotItem) throws(Fault) {
        switch item.kind {
        case .key:
            return take(item.range, count: 1)
        case .end: return try takeEnd(item)
        case .selectDatabase(let number):
            guard number < Self.databaseMax || result.gaps.isEmpty else {
                throw Fault(.badLength, at: offset, detail: number)
            }
            select(number)
        case .resize(let keys, let expires):
            result.sections[result.sections.count - 1].announced = (keys, expires)
        case .hashTemplate(let id, let fields):
            guard context.templates.declare(id, fields: fields) else {
                throw Fault(.badTemplate, at: offset)
            }
            result.leading.append(item.range)
        case .auxiliary, .function, .moduleAuxiliary: keep(item)
        case .slotImport: result.hasSlotImport = true
        case .hint: break
        }
        move(to: item.range.upperBound)
        beginTail()
    }

    /// What was passed over before is of no use for what comes now.
    mutating func beginTail() {
        tailStart = offset
        tailNext = offset
    }

    /// Servers write the facts and functions in front of all keys; module data may follow them.
    private mutating func keep(_ item: SnapshotItem) {
        if !isBehindHeader, item.kind != .function || result.format.hasFunctions {
            result.leading.append(item.range)
        } else if item.kind == .moduleAuxiliary {
            result.trailing.append(item.range)
        } else {
            result.misplacedCount += 1
        }
    }

    /// Servers write databases in ascending order: another number behind damage comes from
    /// elsewhere, and counts only up to the next gap.
    private mutating func select(_ number: Int) {
        let current = result.sections[result.sections.count - 1]
        if current.isStated, number <= current.database, !result.gaps.isEmpty {
            databaseBefore = databaseBefore ?? current.database
            result.misplacedCount += 1
        } else {
            databaseBefore = nil
        }
        isBehindHeader = true
        // A database without keys needs no memory.
        if current.runs.isEmpty, current.gaps.isEmpty { result.sections.removeLast() }
        result.sections.append(SurveyResult.Section(database: number, isStated: true))
    }

    // MARK: The end

    private mutating func takeEnd(_ item: SnapshotItem) throws(Fault) {
        let mark = item.range.lowerBound
        let rule = SnapshotEnd(format: result.format)
        let follower = rule.follower(of: mark, in: file.bytes)
        let isKnown = setChecksum(of: mark, rule)
        if case .matches = result.checksum { return end(at: mark, rule) }
        if case .other = follower, isKnown || result.checksum == .absent {
            let search = BoundarySearch(file: file, context: context)
            if search.next(from: mark + 1, &budget) != nil {
                result.checksum = .pending
                throw Fault(.unknownOpcode, at: mark, detail: 255)
            }
        }
        end(at: mark, rule)
    }

    private mutating func end(at mark: Int, _ rule: SnapshotEnd) {
        isAtEnd = true
        result.end = .mark(mark)
        let behind = rule.end(of: mark)
        switch rule.follower(of: mark, in: file.bytes) {
        case .commands: result.logOffset = behind
        case .other: result.trailingCount = file.count - behind
        case .nothing, .cut: break
        }
    }

    /// - Returns: whether there is a checksum to compare.
    private mutating func setChecksum(of mark: Int, _ rule: SnapshotEnd) -> Bool {
        guard result.format.hasChecksum else {
            result.checksum = .absent
            return false
        }
        guard let stored = rule.storedChecksum(of: mark, in: file.bytes) else {
            result.checksum = .pending
            return false
        }
        fold(to: mark + 1)
        let computed = folded.count == mark + 1 ? folded.crc.value : nil
        result.computedChecksum = computed
        if stored == 0 {
            result.checksum = .notComputed
        } else if let computed {
            result.checksum =
                stored == computed
                ? .matches(stored) : .mismatch(stored: stored, computed: computed)
        }
        return true
    }

    /// Takes what was passed over into the checksum.
    private mutating func fold(to end: Int) {
        guard end > folded.count else { return }
        let file = file
        let start = folded.count
        folded.crc.update(file.bytes.extracting(start..<end))
        folded.count = end
    }

    /// Nothing can be read up to the end of the file: its mark may still be there.
    mutating func endBehindGap() {
        let rule = SnapshotEnd(format: result.format)
        let mark = rule.markOffset(inFileOf: file.count)
        guard mark >= offset, rule.format.hasChecksum, file.bytes[byte: mark] == 255 else {
            result.logOffset = SnapshotEnd.logOffset(in: file.bytes, from: offset)
            isAtEnd = true
            return
        }
        _ = setChecksum(of: mark, rule)
        end(at: mark, rule)
    }
}
