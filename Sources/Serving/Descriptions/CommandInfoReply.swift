import RedoubtBytes
import RedoubtCommands

extension ServedCommand {
    /// In the form of `COMMAND INFO`: name, arity, flags, first key, last key, step, categories,
    /// tips, key specifications, subcommands.
    var infoReply: Reply {
        let info = command.info
        guard let description else {
            return Self.line(info.name, info.arity, keyless: info.flags.map(\.rawValue).sorted())
        }
        let hasForms = !description.subcommands.isEmpty
        return reply(
            info.name,
            info.arity,
            description,
            hasForms ? .none : places(description),
            description.subcommands.map { form in
                reply(form.name.lowercased(), form.arity ?? -2, form, places(form), [])
            }
        )
    }

    /// The same of one of its subcommands; nil for one that it has not got.
    func infoReply(of name: String) -> Reply? {
        guard let form = description?.subcommands.first(where: { $0.name == name }) else {
            return nil
        }
        return reply(name.lowercased(), form.arity ?? -2, form, places(form), [])
    }

    /// What happens to the keys among the arguments, each with its place.
    func keyUses(in arguments: borrowing Arguments) -> [(argument: Int, uses: [String])] {
        var found: [(argument: Int, uses: [String])] = []
        let description = form(of: arguments)
        for use in command.keyUses(in: arguments)
        where !found.contains(where: { $0.argument == use.argument }) {
            let uses = found.isEmpty ? description?.keyUses.first : description?.keyUses.last
            found.append((use.argument, settled(uses ?? [], arguments)))
        }
        return found
    }

    /// What happens to a key where the options decide: `SET` with `GET` reads it, and so does
    /// `BITFIELD`, which may do nothing else.
    private func settled(_ uses: [String], _ arguments: borrowing Arguments) -> [String] {
        guard uses.contains("variable_flags") else { return uses }
        var reads = false
        var writes = command.name == "SET"
        for index in 2..<max(arguments.count, 2) {
            if arguments.matches(index, "GET") { reads = true }
            if arguments.matches(index, "SET") || arguments.matches(index, "INCRBY") {
                writes = true
            }
        }
        guard writes else { return ["RO", "access"] }
        return reads || command.name != "SET" ? ["RW", "access", "update"] : ["OW", "update"]
    }

    /// The description of the subcommand that is called, or of the command if it has none.
    private func form(of arguments: borrowing Arguments) -> CommandDescription? {
        guard let description, arguments.count > 1, !description.subcommands.isEmpty else {
            return description
        }
        let word = String(decoding: arguments[1].array.prefix(64), as: UTF8.self).uppercased()
        return description.subcommands.first { $0.name == "\(description.name)|\(word)" }
    }

    /// Where the keys stand; channels of shards are found like keys, but are none.
    private func places(_ description: CommandDescription) -> KeySpecification {
        guard !description.keyUses.isEmpty else { return .none }
        guard description.keyUses == [["not_key"]] else { return command.keys }
        return command.arity < 0 ? .every(first: 1, step: 1) : .one(1)
    }

    private func reply(
        _ name: String,
        _ arity: Int,
        _ description: CommandDescription,
        _ keys: KeySpecification,
        _ forms: [Reply]
    ) -> Reply {
        let uses = description.keyUses
        let searches = keys == .none ? [] : KeySearch.all(uses.count, of: keys, of: command)
        var flags = description.flags
        if keys.isMovable || searches.contains(where: \.isUnknown) { flags.append("movablekeys") }
        let place = keys.place
        return .array([
            .bulk(ByteString(name)), .count(arity), .set(flags.map { .status($0) }),
            .count(place.first), .count(place.last), .count(place.step),
            .set(description.categories.map { .status("@\($0)") }),
            .set(description.tips.map { .bulk(ByteString($0)) }),
            .set(zip(searches, uses).map { $0.reply(uses: $1) }),
            .set(forms),
        ])
    }

    private static func line(_ name: String, _ arity: Int, keyless flags: [String]) -> Reply {
        .array([
            .bulk(ByteString(name)), .count(arity), .set(flags.map { .status($0) }),
            .count(0), .count(0), .count(0), .set([]), .set([]), .set([]), .set([]),
        ])
    }
}
