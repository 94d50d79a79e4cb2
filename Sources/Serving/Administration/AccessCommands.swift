import RedoubtBytes
import RedoubtCommands

/// `ACL`, as a server answers that has one user, who may do everything.
enum AccessCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let isOpen = engine.settings.password.isEmpty
        let rule = isOpen ? "user default on nopass ~* &* +@all" : "user default on ~* &* +@all"
        switch ServerCommands.word(arguments, 1).uppercased() {
        case "WHOAMI": return .bulk("default")
        case "USERS": return .array([.bulk("default")])
        case "LIST": return .array([.bulk(ByteString(rule))])
        case "CAT": return try categories(engine, arguments)
        case "LOG": return arguments.matches(2, "RESET") ? .ok : .array([])
        case "GETUSER": return arguments.matches(2, "default") ? user(isOpen: isOpen) : .null
        default:
            return .failure("ERR this server has the user 'default' only, and no rules to set")
        }
    }

    private static func user(isOpen: Bool) -> Reply {
        let flags: [Reply] = isOpen ? [.status("on"), .status("nopass")] : [.status("on")]
        return .map([
            .bulk("flags"), .set(flags),
            .bulk("passwords"), .array([]),
            .bulk("commands"), .bulk("+@all"),
            .bulk("keys"), .bulk("~*"),
            .bulk("channels"), .bulk("&*"),
            .bulk("selectors"), .array([]),
        ])
    }

    /// The categories, or the commands of one.
    private static func categories(
        _ engine: ServerEngine,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var descriptions: [CommandDescription] = []
        for command in engine.table.listed {
            guard let description = command.description else { continue }
            descriptions.append(description)
            descriptions += description.subcommands
        }
        guard arguments.count > 2 else {
            let all = Set(descriptions.flatMap(\.categories)).sorted()
            return .array(all.map { .bulk(ByteString($0)) })
        }
        let wanted = ServerCommands.word(arguments, 2)
        let found = descriptions.filter { $0.categories.contains(wanted.lowercased()) }
        guard !found.isEmpty else {
            throw CommandError(.error, saying: "Unknown category '\(wanted)'")
        }
        return .array(found.map { .bulk(ByteString($0.name.lowercased())) })
    }
}
