import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

/// A dataset to run commands on, and a look at what they made.
final class Replayed {
    var context: CommandContext

    init(_ profile: ServerProfile = ServerProfile(.redis, 7, 2), nowMs: Int64 = 1_000_000) {
        context = CommandContext(Keyspace(profile: profile), nowMs: nowMs)
    }

    /// Runs a command of words between spaces.
    @discardableResult
    func run(_ line: String) throws -> Reply {
        try run(line.split(separator: " ").map { ByteString(String($0)) })
    }

    @discardableResult
    func run(_ words: [ByteString]) throws -> Reply {
        let arguments = OwnedArguments(words)
        let command = try command(words[0])
        return try command.run(&context, arguments.view)
    }

    /// Whether a command is refused with an error that a server has too.
    func refuses(_ line: String) -> Bool {
        do {
            try run(line)
            return false
        } catch let error as CommandError {
            return error.code != .damaged && error.code != .unreproducible
        } catch {
            return false
        }
    }

    /// Whether a command ends a replay.
    func stops(_ words: [ByteString]) -> Bool {
        do {
            try run(words)
            return false
        } catch let error as CommandError {
            return error.code == .damaged || error.code == .unreproducible
        } catch {
            return false
        }
    }

    func exists(_ key: ByteString) -> Bool {
        context.exists(key.bytes)
    }

    func expiry(_ key: ByteString) -> Int64? {
        context.expiry(of: key.bytes)
    }

    /// The text of a string.
    func string(_ key: ByteString) throws -> ByteString? {
        try context.value(ByteString.self, at: key.bytes)
    }

    /// The elements of a list, separated by spaces.
    func list(_ key: ByteString) throws -> String? {
        try context.value(ListValue.self, at: key.bytes)
            .map { $0.elements.map(\.printable).joined(separator: " ") }
    }

    /// The members of a set in alphabetical order, separated by spaces.
    func set(_ key: ByteString) throws -> String? {
        try context.value(SetValue.self, at: key.bytes)
            .map { $0.members.map(\.key.printable).sorted().joined(separator: " ") }
    }

    /// Members and scores of a sorted set in its order.
    func sortedSet(_ key: ByteString) throws -> String? {
        guard var value = try context.value(SortedSetValue.self, at: key.bytes) else { return nil }
        return value.ordered().map { "\($0.member):\($0.score)" }.joined(separator: " ")
    }

    /// Fields and values of a hash, with expiries.
    func hash(_ key: ByteString) throws -> String? {
        try context.value(HashValue.self, at: key.bytes).map { hash in
            hash.fields.map { entry in
                let expiry = entry.value.expiresAtMs.map { "@\($0)" } ?? ""
                return "\(entry.key)=\(entry.value.value)\(expiry)"
            }.sorted().joined(separator: " ")
        }
    }
}

/// The command with a name.
func command(_ name: ByteString) throws -> Command {
    let found = CommandTable.standard.lookup(name.bytes)
    return try #require(found)
}
