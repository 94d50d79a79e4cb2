import RedoubtBytes

/// What the logs and replicas of a served dataset are told of a command.
///
/// A command that has the same result wherever it runs is told as it came. Any other (one that is
/// left to chance, that depends on the clock, or blocks) tells what it did in commands that have.
public struct Effects: Sendable {
    /// A command for a log, with the database that it runs in.
    public struct Told: Sendable {
        /// Number of the database.
        public let database: Int
        /// The command, its name first.
        public let arguments: OwnedArguments

        /// Creates a command.
        public init(database: Int, arguments: OwnedArguments) {
            self.database = database
            self.arguments = arguments
        }
    }

    /// Whether anybody listens: a replay tells nobody.
    public let areWanted: Bool
    /// Removals of keys and fields whose time was over, which come before the command.
    public private(set) var expiries: [Told] = []
    /// What is told instead of the command; nil if it is told as it came.
    public private(set) var substitutes: [Told]?

    /// What happened to groups of streams.
    var groups = GroupNews()

    init(areWanted: Bool) {
        self.areWanted = areWanted
    }

    /// Forgets everything, before the next command.
    public mutating func removeAll() {
        if !expiries.isEmpty { expiries = [] }
        if substitutes != nil { substitutes = nil }
        groups = GroupNews()
    }

    /// Hands out the removals of what was over.
    public mutating func takeExpiries() -> [Told] {
        guard !expiries.isEmpty else { return [] }
        defer { expiries = [] }
        return expiries
    }

    /// Tells that a key is gone because its time was over.
    public mutating func noteExpiry(of key: RawSpan, in database: Int) {
        guard areWanted else { return }
        var arguments = OwnedArguments(["DEL"])
        arguments.append(key)
        expiries.append(Told(database: database, arguments: arguments))
    }

    /// Tells that fields of a hash are gone because their time was over.
    mutating func noteExpiry(ofFields names: [ByteString], of key: RawSpan, in database: Int) {
        guard areWanted, !names.isEmpty else { return }
        var arguments = OwnedArguments(["HDEL"])
        arguments.append(key)
        for name in names { arguments.append(name.bytes) }
        expiries.append(Told(database: database, arguments: arguments))
    }

    /// Tells a command instead of the one that runs; several are told in their order.
    public mutating func tell(
        _ arguments: @autoclosure () -> OwnedArguments,
        in database: Int
    ) {
        guard areWanted else { return }
        substitutes = (substitutes ?? []) + [Told(database: database, arguments: arguments())]
    }

    /// Tells commands instead of the one that ran.
    public mutating func tell(instead commands: [Told]) {
        guard areWanted else { return }
        substitutes = commands
    }

    /// Tells nothing of the command that runs: it changed nothing.
    public mutating func tellNothing() {
        guard areWanted, substitutes == nil else { return }
        substitutes = []
    }
}
