/// One command on data: everything that is known of it stands in one literal.
///
/// The literals stand in the file of their family. The table, the planner and the documentation
/// are made from them.
public struct Command: Sendable {
    /// Carries the command out: checks everything first, then changes the keyspace.
    public typealias Body =
        @Sendable (inout CommandContext, borrowing Arguments) throws(CommandError) -> Reply

    /// One word, so that taking a command out of the table costs little.
    private let facts: Facts

    /// The name in upper case.
    public var name: String { facts.name }
    /// The number of arguments, the name included; negative for a minimum.
    public var arity: Int { facts.arity }
    /// Where the keys stand.
    public var keys: KeySpecification { facts.keys }
    /// What happens to the keys.
    public var effect: Effect { facts.effect }
    /// The server version that brought the command: `2.6`, `valkey 9.0`.
    public var since: String { facts.since }
    /// When its answer tells that nothing has changed.
    public var change: ChangeRule { facts.change }
    /// In which form logs and replicas are told of it.
    public var telling: Telling { facts.telling }
    /// Which events of keys it tells.
    public var events: EventRule { facts.events }
    /// What a reader of the documentation should know besides.
    public var notes: String { facts.notes }

    /// Creates a command.
    public init(
        _ name: String,
        arity: Int,
        keys: KeySpecification,
        effect: Effect,
        since: String,
        notes: String = "",
        change: ChangeRule = .always,
        telling: Telling = .verbatim,
        events: EventRule = .none,
        body: @escaping Body
    ) {
        facts = Facts(name, arity, keys, effect, since, notes, change, telling, events, body)
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
        do throws(CommandError) {
            guard accepts(argumentCount: arguments.count) else { throw .arity }
            return try facts.body(&context, arguments)
        } catch {
            throw error.naming(name)
        }
    }

    /// The keys among the arguments, in their order.
    public func keyUses(in arguments: borrowing Arguments) -> [KeyUse] {
        var uses: [KeyUse] = []
        forEachKey(in: arguments) { uses.append($0) }
        return uses
    }

    /// Calls `body` with each key among the arguments; a malformed command may have fewer.
    public func forEachKey(in arguments: borrowing Arguments, _ body: (KeyUse) -> Void) {
        guard effect == .reads else { return keys.forEachKey(in: arguments, body) }
        keys.forEachKey(in: arguments) {
            body(KeyUse($0.argument, .source, database: $0.database))
        }
    }
}

extension Command {
    private final class Facts: Sendable {
        let name: String
        let arity: Int
        let keys: KeySpecification
        let effect: Effect
        let since: String
        let notes: String
        let change: ChangeRule
        let telling: Telling
        let events: EventRule
        let body: Body

        init(
            _ name: String,
            _ arity: Int,
            _ keys: KeySpecification,
            _ effect: Effect,
            _ since: String,
            _ notes: String,
            _ change: ChangeRule,
            _ telling: Telling,
            _ events: EventRule,
            _ body: @escaping Body
        ) {
            self.name = name
            self.arity = arity
            self.keys = keys
            self.effect = effect
            self.since = since
            self.notes = notes
            self.change = change
            self.telling = telling
            self.events = events
            self.body = body
        }
    }
}
