import RedoubtBytes

/// What a log may touch, known before any of it is replayed.
///
/// A key that the plan does not touch stays in the snapshot as it is, whatever database it is in.
/// The plan may name more keys than the log touches, never fewer.
struct TouchPlan: Sendable {
    private var filter: KeyFilter
    /// Beginnings of keys that data may name: those of the patterns of `SORT`.
    private var prefixes: [ByteString] = []
    private(set) var databases = DatabaseFate()
    /// Why keys may be touched that no argument names; nil if there are none.
    private(set) var widening: String?

    /// What no log touches.
    static let nothing = TouchPlan(logByteCount: 0)

    /// A plan that touches nothing, with room for the keys of a log of `logByteCount` bytes.
    init(logByteCount: Int) {
        // A record that touches a key has some thirty bytes and more.
        filter = KeyFilter(keyCount: logByteCount / 30)
    }

    /// Whether a key may be touched; `hash` is its ``ByteHash``.
    @inline(__always)
    func touches(_ key: RawSpan, _ hash: UInt64) -> Bool {
        filter.contains(hash) || touchesMore && mayTouch(key)
    }

    /// Whether other keys than those in the filter are touched.
    private var touchesMore: Bool { widening != nil || !prefixes.isEmpty }

    private func mayTouch(_ key: RawSpan) -> Bool {
        widening != nil || prefixes.contains { key.starts(with: $0.bytes) }
    }

    /// Touches the key with a ``ByteHash``.
    mutating func touch(_ hash: UInt64) {
        filter.insert(hash)
    }

    /// Ends the planning.
    mutating func finish() {
        filter.fold()
    }

    mutating func touchAll(startingWith prefix: ByteString) {
        if !prefixes.contains(prefix) { prefixes.append(prefix) }
    }

    mutating func change(_ body: (inout DatabaseFate) -> Void) {
        body(&databases)
    }

    mutating func widen(_ reason: String) {
        widening = widening ?? reason
    }
}

/// What becomes of whole databases: their keys are removed, or go to another number.
struct DatabaseFate: Sendable {
    /// The number that a database began with, by its present number; the same where it is missing.
    private var origins: [Int: Int] = [:]
    private var emptied: Set<Int> = []
    private var areAllEmptied = false

    /// Whether every database keeps its number and its keys.
    var isUnchanged: Bool { origins.isEmpty && emptied.isEmpty && !areAllEmptied }

    mutating func swap(_ first: Int, _ second: Int) {
        (origins[first], origins[second]) = (origin(of: second), origin(of: first))
    }

    mutating func empty(_ number: Int) {
        emptied.insert(origin(of: number))
    }

    mutating func emptyAll() {
        areAllEmptied = true
    }

    /// The number under which the keys of a database end; nil if they are all removed.
    func fate(of origin: Int) -> Int? {
        guard !areAllEmptied, !emptied.contains(origin) else { return nil }
        return origins.first { $0.value == origin }?.key ?? origin
    }

    private func origin(of number: Int) -> Int { origins[number] ?? number }
}
