import RedoubtBytes
import RedoubtTestSupport

/// A command as a server carried it out.
struct SentCommand {
    /// The selected database.
    let database: String
    let words: [ByteString]
    let reply: RESPValue

    /// The name in upper case.
    var name: String { String(decoding: words[0].array, as: UTF8.self).uppercased() }

    var isRefused: Bool {
        if case .error = reply { true } else { false }
    }

    /// Whether only a live server can tell what the command does: a script that was not shown
    /// stops a replay.
    var isServersAlone: Bool {
        name == "WATCH" || name.hasPrefix("EVALSHA") && isRefused
    }

    var text: String { words.map(\.shown.short).joined(separator: " ") }
}

extension ByteString {
    /// The bytes for a person, and for a fixture of commands: words without spaces stand as they
    /// are, others between quotes.
    var shown: String {
        let text = printable
        return text.isEmpty || text.contains(" ") || text.contains("\"") ? "\"\(text)\"" : text
    }
}

extension String {
    /// The beginning, for a message.
    var short: String { count > 150 ? "\(prefix(150))…(\(count))" : self }
}

/// Sends commands and keeps what the server carried out: what a transaction held stands where it
/// was carried out, what was discarded nowhere.
struct CommandJournal {
    private(set) var commands: [SentCommand] = []
    private(set) var sentCount = 0
    private var database = "0"

    mutating func send(_ batch: [[ByteString]], to server: LiveServer) throws {
        sentCount += batch.count
        var held: [[ByteString]]?
        for (words, reply) in zip(batch, try server.commands(batch)) {
            switch (String(decoding: words[0].array, as: UTF8.self).uppercased(), held) {
            case ("MULTI", nil): held = []
            case ("EXEC", let queue?):
                for (words, reply) in zip(queue, reply.elements ?? []) { note(words, reply) }
                held = nil
            case ("DISCARD", .some): held = nil
            case (_, .some):
                if reply == .simple("QUEUED") { held?.append(words) }
            case (_, nil): note(words, reply)
            }
        }
    }

    private mutating func note(_ words: [ByteString], _ reply: RESPValue) {
        let sent = SentCommand(database: database, words: words, reply: reply)
        commands.append(sent)
        if sent.name == "SELECT", !sent.isRefused {
            database = String(decoding: words[1].array, as: UTF8.self)
        }
    }
}
