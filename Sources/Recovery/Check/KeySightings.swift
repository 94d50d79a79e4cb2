import RedoubtBytes
import Synchronization

/// The keys of a snapshot that is only read, for those that may stand twice.
///
/// A check leaves nothing on any disk: hashes of keys go to filters in memory, which seldom take a
/// strange key for one that was seen. Several workers can add at the same time, in any order: of
/// two equal keys the later one is found.
final class KeySightings: Sendable {
    /// The most keys of which a doubt is settled by looking again.
    static let suspectsMax = 1 << 20
    private static let partCount = 8
    /// How many keys a filter is made for at least and at most, all parts together.
    private static let countMin = 1 << 17
    private static let countMax = 1 << 23

    private struct State {
        /// Full ones, then the one that takes more.
        var filters: [KeyFilter]
        /// How many keys the last filter was made for, and how many it still takes.
        var count: Int
        var room: Int
        var suspects: Set<UInt64> = []

        init(_ count: Int) {
            filters = [KeyFilter(keyCount: count / 2)]
            self.count = count
            room = count
        }

        /// Adds a key.
        ///
        /// - Returns: whether it seemed to be there.
        @inline(__always)
        mutating func insert(_ hash: UInt64) -> Bool {
            let last = filters.count &- 1
            for index in 0..<last where filters[index].contains(hash) { return true }
            if filters[last].insert(hash) { return true }
            room &-= 1
            if room < 0, count < countMax / partCount { grow() }
            return false
        }

        /// There are more keys than were expected.
        private mutating func grow() {
            count *= 2
            room = count
            filters.append(KeyFilter(keyCount: count / 2))
        }
    }

    private final class Part: Sendable {
        let state: Mutex<State>

        init(_ count: Int) {
            state = Mutex(State(count))
        }
    }

    private let parts: [Part]

    /// - Parameter keyCount: about how many keys there are.
    init(keyCount: Int) {
        let count = min(max(keyCount, Self.countMin), Self.countMax) / Self.partCount
        parts = (0..<Self.partCount).map { _ in Part(count) }
    }

    /// Takes the hashes of keys in.
    func note(_ hashes: [UInt64], in database: Int) {
        // The same name in another database is another key.
        let offset = UInt64(truncatingIfNeeded: database) &* 0x9E37_79B9_7F4A_7C15
        for (number, part) in parts.enumerated() {
            part.state.withLock { state in
                // All in one loop, in which the processor waits for memory once and not for each.
                for hash in hashes where Self.part(of: hash) == number {
                    guard state.insert(hash &+ offset) else { continue }
                    if state.suspects.count < Self.suspectsMax / Self.partCount {
                        state.suspects.insert(hash)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func part(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash >> 29) & (partCount - 1)
    }

    /// The hashes of all keys that may stand twice; nil if they are too many.
    func finish() -> Set<UInt64>? {
        var all: Set<UInt64> = []
        var areTooMany = false
        for part in parts {
            part.state.withLock { state in
                all.formUnion(state.suspects)
                if state.suspects.count >= Self.suspectsMax / Self.partCount { areTooMany = true }
                // The memory is wanted for what comes next.
                state = State(0)
            }
        }
        return areTooMany ? nil : all
    }
}
