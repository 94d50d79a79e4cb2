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
        guard arguments.count > 1 else { return .array(table.commands.map(info)) }
        let word = ServerCommands.word(arguments, 1)
        switch (word.uppercased(), arguments.count) {
        case ("COUNT", 2): return .count(table.commands.count)
        case ("INFO", 2): return .array(table.commands.map(info))
        case ("INFO", _): return .array(named(arguments, table).map { $0.map(info) ?? .nullArray })
        case ("DOCS", 2): return .map(table.commands.flatMap(document))
        case ("DOCS", _): return .map(named(arguments, table).compactMap(\.self).flatMap(document))
        case ("LIST", 2):
            return .array(table.commands.map { .bulk(ByteString($0.command.name.lowercased())) })
        case ("GETKEYS", 3...): return keys(table, arguments)
        default: return .failure(ServerCommands.unknownSubcommand(word, of: "COMMAND"))
        }
    }

    private static func named(
        _ arguments: borrowing Arguments,
        _ table: ServedTable
    ) -> [ServedCommand?] {
        (2..<arguments.count).map { index in
            table.index(of: arguments[index]).map { table.commands[$0] }
        }
    }

    /// Name, arity, flags, first key, last key, step, categories, tips, key specifications,
    /// subcommands.
    private static func info(_ served: ServedCommand) -> Reply {
        let info = served.command.info
        var flags = info.flags.map(\.rawValue).sorted()
        if served.blocking != nil { flags.append("blocking") }
        if served.body != nil { flags.append("noscript") }
        if served.permission.contains(.unauthenticated) { flags.append("no_auth") }
        return .array([
            .bulk(ByteString(info.name)), .integer(Int64(info.arity)),
            .set(flags.map { .status($0) }),
            .count(info.firstKey), .count(info.lastKey), .count(info.step),
            .set(categories(served).map { .status("@\($0)") }),
            .array([]), .array([]), .array([]),
        ])
    }

    private static func categories(_ served: ServedCommand) -> [String] {
        let info = served.command.info
        var found: [String] = []
        if info.flags.contains(.write) { found.append("write") }
        if info.flags.contains(.readOnly) { found.append("read") }
        if served.blocking != nil { found.append("blocking") }
        if served.body != nil { found.append("connection") }
        return found
    }

    private static func document(_ served: ServedCommand) -> [Reply] {
        let command = served.command
        return [
            .bulk(ByteString(command.name.lowercased())),
            .map([
                .bulk("summary"), .bulk(ByteString(command.notes)),
                .bulk("since"), .bulk(ByteString(command.since)),
                .bulk("group"), .bulk(served.body == nil ? "generic" : "server"),
            ]),
        ]
    }

    private static func keys(_ table: ServedTable, _ arguments: borrowing Arguments) -> Reply {
        var inner = OwnedArguments([])
        for index in 2..<arguments.count { inner.append(arguments[index]) }
        let view = inner.view
        guard let index = table.index(of: view[0]) else {
            return .failure("ERR Invalid command specified")
        }
        let command = table.commands[index].command
        guard command.accepts(argumentCount: view.count) else {
            return .failure("ERR Invalid number of arguments specified for command")
        }
        let keys = command.keyUses(in: view).map { Reply.bulk(view.bytes($0.argument)) }
        guard !keys.isEmpty else { return .failure("ERR The command has no key arguments") }
        return .array(keys)
    }
}
