/// One write command: everything that is known of it stands in one literal.
///
/// The literals stand in the file of their family. The table, the planner and the documentation
/// are made from them.
public struct Command: Sendable {
    /// Carries the command out: checks everything first, then changes the keyspace.
    public typealias Body =
        @Sendable (inout CommandContext, borrowing Arguments) throws(CommandError) -> Reply

    /// The name in upper case.
    public let name: String
    /// The number of arguments, the name included; negative for a minimum.
    public let arity: Int
    /// Where the keys stand.
    public let keys: KeySpecification
    /// What happens to the keys.
    public let effect: Effect
    /// The server version that brought the command: `2.6`, `valkey 9.0`.
    public let since: String
    /// What a reader of the documentation should know besides.
    public let notes: String
    private let body: Body

    /// Creates a command.
    public init(
        _ name: String,
        arity: Int,
        keys: KeySpecification,
        effect: Effect,
        since: String,
        notes: String = "",
        body: @escaping Body
    ) {
        self.name = name
        self.arity = arity
        self.keys = keys
        self.effect = effect
        self.since = since
        self.notes = notes
        self.body = body
    }

    /// Whether the command takes that many arguments, the name included.
    public func accepts(argumentCount count: Int) -> Bool {
        arity < 0 ? count >= -arity : count == arity
    }

    /// Runs the command; an error leaves the keyspace as it was.
    public func run(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard accepts(argumentCount: arguments.count) else { throw .arity }
        return try body(&context, arguments)
    }

    /// The keys among the arguments, in their order.
    public func keyUses(in arguments: borrowing Arguments) -> [KeyUse] {
        var uses: [KeyUse] = []
        keys.forEachKey(in: arguments) { uses.append($0) }
        return uses
    }
}
