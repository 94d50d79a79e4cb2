import Dispatch
import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Synchronization

/// What a look at every key of a run has shown.
struct RunReview: Sendable {
    /// Something wrong with the value of a key.
    struct Damage: Sendable {
        let issue: ValueReview.Issue
        let name: ByteString
    }

    /// The first key of a type, or of a module.
    struct Sighting: Sendable {
        let offset: Int
        let name: ByteString
    }

    /// The database of the keys.
    private(set) var database = 0
    /// Offset behind the last of them.
    private(set) var end = 0
    var damages: [Damage] = []
    var expiredCount = 0
    var types: [ObjectType: Sighting] = [:]
    var modules: [ModuleID: Sighting] = [:]

    private var typesSeen: UInt64 = 0

    /// How the keys are looked at.
    struct Rule: Sendable {
        /// Whether values are decoded.
        let decodes: Bool
        /// What counts as expired.
        let nowMs: Int64
        let database: Int
        /// What takes the names in.
        let seen: SeenKeys?
    }

    /// Looks at the keys of a run on all processors.
    static func of(
        _ run: KeyRun,
        _ bytes: RawSpan,
        _ rule: Rule,
        in context: PayloadContext
    ) -> RunReview {
        var whole = RunReview()
        whole.database = rule.database
        whole.end = run.range.upperBound
        let parts = Mutex([RunReview?](repeating: nil, count: run.parts.count))
        DispatchQueue.concurrentPerform(iterations: run.parts.count) { index in
            let part = run.parts[index]
            let start = part.lowerBound - run.range.lowerBound
            var review = RunReview()
            review.look(
                at: bytes.extracting(start..<(start + part.count)),
                at: part.lowerBound,
                rule,
                in: context
            )
            parts.withLock { $0[index] = review }
        }
        return parts.withLock { $0.reduce(into: whole) { $0.append($1) } }
    }

    init() {}

    /// Looks at the keys that stand in a range of a file, apart from all others.
    init(of range: Range<Int>, in file: MappedFile, _ rule: Rule, _ context: PayloadContext) {
        database = rule.database
        end = range.upperBound
        look(at: file.bytes.extracting(range), at: range.lowerBound, rule, in: context)
    }

    private mutating func append(_ next: RunReview?) {
        guard let next else { return }
        damages += next.damages
        expiredCount += next.expiredCount
        types.merge(next.types) { first, _ in first }
        modules.merge(next.modules) { first, _ in first }
    }

    private mutating func look(
        at bytes: RawSpan,
        at offset: Int,
        _ rule: Rule,
        in context: PayloadContext
    ) {
        var values = ValueReview()
        var hashes: [UInt64] = []
        KeyRun.forEachKey(in: bytes, at: offset, context: context) { key, name, payload in
            if rule.seen != nil { hashes.append(ByteHash.hash(name)) }
            if let expiry = key.expiresAtMs, expiry < rule.nowMs { expiredCount += 1 }
            note(key.type, key.module, at: key.recordOffset, name)
            guard rule.decodes else { return }
            let start = key.payloadRange.lowerBound
            for issue in values.issues(key.type, payload, at: start, in: context) {
                damages.append(Damage(issue: issue, name: ByteString(name)))
            }
        }
        rule.seen?.note(hashes, in: rule.database)
    }

    mutating func note(
        _ type: ObjectType,
        _ module: ModuleID?,
        at offset: Int,
        _ name: RawSpan
    ) {
        let bit: UInt64 = 1 << UInt64(type.rawValue)
        if typesSeen & bit == 0 {
            typesSeen |= bit
            types[type] = Sighting(offset: offset, name: ByteString(name))
        }
        guard let module, modules[module] == nil else { return }
        modules[module] = Sighting(offset: offset, name: ByteString(name))
    }
}
