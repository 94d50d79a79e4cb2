import RedoubtBytes
import RedoubtCommands

/// A command as clients may call it: one on data, or one of the server itself.
///
/// It is one word, so that taking it out of the table costs little.
final class ServedCommand: Sendable {
    /// Carries out a command of the server; nil if the answer comes later, or none does.
    typealias Body =
        @Sendable (ServerEngine, Session, borrowing Arguments) throws(CommandError) -> Reply?

    /// When a command may run.
    struct Permission: OptionSet, Sendable {
        let rawValue: Int
        /// Before the client has said who it is.
        static let unauthenticated = Permission(rawValue: 1)
        /// At once between `MULTI` and `EXEC`.
        static let insideTransaction = Permission(rawValue: 2)
        /// While the client listens to channels in the older protocol.
        static let whileSubscribed = Permission(rawValue: 4)
    }

    /// Name, arity, keys, effect.
    let command: Command
    /// What the server does itself; nil for a command on data.
    let body: Body?
    let permission: Permission
    /// Whether it changes the dataset.
    let isWrite: Bool
    /// Whether scripts decide what it does.
    let isScript: Bool
    /// Whether it needs more than the keys that it names.
    let needsWholeDataset: Bool
    /// How it blocks, if it does.
    let blocking: BlockingRule?
    /// What it does in several forms, if it does.
    let subcommands: Subcommands?
    /// What is known of it besides.
    let description: CommandDescription?

    /// A command on data.
    init(_ command: Command) {
        self.command = command
        body = nil
        permission = []
        blocking = BlockingRule(command.name)
        description = CommandDescription.of(command.name)
        subcommands = description.flatMap { Subcommands($0) }
        if case .declared = command.keys { isScript = true } else { isScript = false }
        needsWholeDataset = Self.needsWholeDataset(command)
        switch command.effect {
        case .reads, .control: isWrite = false
        default: isWrite = true
        }
    }

    /// A command of the server.
    init(
        _ name: String,
        arity: Int,
        keys: KeySpecification = .none,
        since: String = "1.0",
        _ permission: Permission = [],
        body: @escaping Body
    ) {
        command = Command(name, arity: arity, keys: keys, effect: .control, since: since) {
            (_, _) throws(CommandError) in
            throw CommandError(.unreproducible, "only a server runs this command")
        }
        self.body = body
        self.permission = permission
        isWrite = false
        isScript = false
        needsWholeDataset = ["DEBUG", "SWAPDB", "FUNCTION"].contains(name)
        blocking = nil
        description = CommandDescription.of(name)
        subcommands = description.flatMap { Subcommands($0) }
    }

    private static func needsWholeDataset(_ command: Command) -> Bool {
        switch command.keys {
        // A script may look anywhere, and so may a pattern.
        case .declared, .sorting: return true
        case .none: break
        default: return command.name == "SORT_RO"
        }
        switch command.effect {
        case .wholeDatabase, .functions: return true
        case .reads: return !["TIME", "ECHO"].contains(command.name)
        default: return false
        }
    }
}

/// All commands that clients may call, by name.
struct ServedTable: Sendable {
    let commands: [ServedCommand]
    /// Each command once: those that are found by their names.
    let listed: [ServedCommand]
    /// Where the subcommands of each command are counted from.
    let figureStarts: [Int]
    /// The names under which commands and subcommands are counted.
    let figureNames: [String]
    private let names: CommandTable

    /// The table of the server.
    static let standard = ServedTable(
        CommandTable.standard.commands.map { ServedCommand($0) }
            + ReadingCommands.table.commands.map { ServedCommand($0) }
            + ConnectionCommands.all + TransactionCommands.all + PublishCommands.all
            + ClientCommands.all + ServerCommands.all + ReplicationCommands.all
    )

    /// Of two commands with the same name the later one counts.
    init(_ commands: [ServedCommand]) {
        self.commands = commands
        let names = CommandTable(commands.map(\.command))
        self.names = names
        var figureNames = commands.map { $0.command.name.lowercased() }
        figureStarts = commands.map { served in
            defer {
                figureNames += served.description?.subcommands.map { $0.name.lowercased() } ?? []
            }
            return figureNames.count
        }
        self.figureNames = figureNames
        listed = commands.enumerated().filter { (index, served) in
            names.index(of: ByteString(served.command.name).bytes) == index
        }
        .map(\.element)
    }

    /// Where the command with a name stands.
    func index(of name: RawSpan) -> Int? {
        names.index(of: name)
    }
}
