/// Kinds of events of keys, and in which form somebody wants to hear of them.
///
/// Source: what `CONFIG SET notify-keyspace-events` of Redis 7.0 takes and shows.
public struct EventClasses: OptionSet, Sendable, Hashable {
    /// One bit for each letter.
    public let rawValue: UInt16

    /// Takes the bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Under the name of the key.
    public static let byKey = EventClasses(rawValue: 1)
    /// Under the name of the event.
    public static let byEvent = EventClasses(rawValue: 1 << 1)
    /// What may happen to a key of any kind.
    public static let generic = EventClasses(rawValue: 1 << 2)
    /// What happens to strings.
    public static let strings = EventClasses(rawValue: 1 << 3)
    /// What happens to lists.
    public static let lists = EventClasses(rawValue: 1 << 4)
    /// What happens to sets.
    public static let sets = EventClasses(rawValue: 1 << 5)
    /// What happens to hashes.
    public static let hashes = EventClasses(rawValue: 1 << 6)
    /// What happens to sorted sets.
    public static let sortedSets = EventClasses(rawValue: 1 << 7)
    /// The time of a key was over.
    public static let expired = EventClasses(rawValue: 1 << 8)
    /// A key had to go for want of memory.
    public static let evicted = EventClasses(rawValue: 1 << 9)
    /// What happens to streams.
    public static let streams = EventClasses(rawValue: 1 << 10)
    /// What happens to values of modules.
    public static let modules = EventClasses(rawValue: 1 << 11)
    /// A key was read that was not there.
    public static let missed = EventClasses(rawValue: 1 << 12)
    /// A key came that was not there.
    public static let new = EventClasses(rawValue: 1 << 13)

    /// All that `A` stands for.
    public static let all: EventClasses = [
        .generic, .strings, .lists, .sets, .hashes, .sortedSets, .expired, .evicted, .streams,
        .modules,
    ]

    /// The letters, in the order in which servers show them.
    private static let letters: [(letter: Character, event: EventClasses)] = [
        ("g", .generic), ("$", .strings), ("l", .lists), ("s", .sets), ("h", .hashes),
        ("z", .sortedSets), ("x", .expired), ("e", .evicted), ("t", .streams), ("d", .modules),
        ("n", .new),
    ]
    private static let forms: [(letter: Character, event: EventClasses)] = [
        ("K", .byKey), ("E", .byEvent), ("m", .missed),
    ]

    /// Reads letters; nil if one of them means nothing.
    public init?(letters: String) {
        self = []
        for letter in letters {
            if letter == "A" {
                insert(.all)
                continue
            }
            guard let known = (Self.letters + Self.forms).first(where: { $0.letter == letter })
            else { return nil }
            insert(known.event)
        }
    }

    /// The letters, as servers show them: behind `A` they leave out `n`.
    public var letters: String {
        let events = Self.letters.filter { contains($0.event) }.map(\.letter)
        let forms = Self.forms.filter { contains($0.event) }.map(\.letter)
        return String((isSuperset(of: .all) ? ["A"] : events) + forms)
    }
}
