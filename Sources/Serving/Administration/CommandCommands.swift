import RedoubtBytes
import RedoubtCommands

/// `COMMAND` and its subcommands: what is known of the commands that are served.
enum CommandCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let table = engine.table
        guard arguments.count > 1 else { return .array(table.listed.map(\.infoReply)) }
        let word = ServerCommands.word(arguments, 1)
        switch (word.uppercased(), arguments.count) {
        case ("COUNT", 2): return .count(table.listed.count)
        case ("INFO", 2): return .array(table.listed.map(\.infoReply))
        case ("INFO", _): return .array(names(arguments).map { info(of: $0, table) ?? .nullArray })
        case ("DOCS", 2):
            return .map(table.listed.flatMap { $0.description?.document ?? [] })
        case ("DOCS", _):
            return .map(names(arguments).flatMap { description(of: $0, table)?.document ?? [] })
        case ("LIST", _): return try list(table, arguments)
        case ("GETKEYS", 3...): return keys(table, arguments, withUses: false)
        case ("GETKEYSANDFLAGS", 3...): return keys(table, arguments, withUses: true)
        default: return .failure(ServerCommands.unknownSubcommand(word, of: "COMMAND"))
        }
    }

    private static func names(_ arguments: borrowing Arguments) -> [String] {
        (2..<arguments.count).map { ServerCommands.word(arguments, $0).uppercased() }
    }

    /// The command that a name, or the name of a subcommand, begins with.
    private static func command(named name: String, _ table: ServedTable) -> ServedCommand? {
        let head = ByteString(String(name.prefix { $0 != "|" }))
        return table.index(of: head.bytes).map { table.commands[$0] }
    }

    private static func info(of name: String, _ table: ServedTable) -> Reply? {
        let command = command(named: name, table)
        return name.contains("|") ? command?.infoReply(of: name) : command?.infoReply
    }

    private static func description(
        of name: String,
        _ table: ServedTable
    ) -> CommandDescription? {
        let description = command(named: name, table)?.description
        guard name.contains("|") else { return description }
        return description?.subcommands.first { $0.name == name }
    }

    /// `COMMAND LIST [FILTERBY MODULE name|ACLCAT category|PATTERN pattern]`.
    private static func list(
        _ table: ServedTable,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var found: [CommandDescription] = []
        for command in table.listed {
            guard let description = command.description else { continue }
            found.append(description)
            found += description.subcommands
        }
        if arguments.count != 2 {
            guard arguments.count == 5, arguments.matches(2, "FILTERBY") else { throw .syntax }
            let value = ServerCommands.word(arguments, 4).lowercased()
            if arguments.matches(3, "MODULE") {
                found = []
            } else if arguments.matches(3, "ACLCAT") {
                found = found.filter { $0.categories.contains(value) }
            } else if arguments.matches(3, "PATTERN") {
                let pattern = ByteString(value)
                found = found.filter {
                    GlobPattern.matches(pattern, ByteString($0.name.lowercased()))
                }
            } else {
                throw .syntax
            }
        }
        return .array(found.map { .bulk(ByteString($0.name.lowercased())) })
    }

    private static func keys(
        _ table: ServedTable,
        _ arguments: borrowing Arguments,
        withUses: Bool
    ) -> Reply {
        var inner = OwnedArguments([])
        for index in 2..<arguments.count { inner.append(arguments[index]) }
        let view = inner.view
        guard let index = table.index(of: view[0]) else {
            return .failure("ERR Invalid command specified")
        }
        let served = table.commands[index]
        guard served.command.keys != .none else {
            return .failure("ERR The command has no key arguments")
        }
        guard served.command.accepts(argumentCount: view.count) else {
            return .failure("ERR Invalid number of arguments specified for command")
        }
        let uses = served.keyUses(in: view)
        guard !uses.isEmpty || served.mayLackKeys else {
            return .failure("ERR Invalid arguments specified for command")
        }
        return .array(
            uses.map { (argument, uses) in
                let key = Reply.bulk(view.bytes(argument))
                return withUses ? .array([key, .set(uses.map { .status($0) })]) : key
            }
        )
    }
}

extension ServedCommand {
    fileprivate var mayLackKeys: Bool {
        description?.flags.contains("no_mandatory_keys") ?? false
    }
}
