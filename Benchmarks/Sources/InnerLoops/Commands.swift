import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

/// The commands of a log, on a keyspace that has seen them before.
enum Commands {
    static let all = [
        lookup,
        replay("SETs on 1000 keys", Samples.sets(count: 1000)),
        replay("HSETs on 100 hashes", fields),
        replay("ZADDs on 100 sorted sets", scores),
    ]

    private static let lookup = InnerLoop("lookup of 1000 command names", unitCount: 1000) {
        let table = CommandTable.standard
        let names: [ByteString] = ["SET", "hset", "ZADD", "rpush", "PEXPIREAT", "Del", "XADD", "?"]
        return {
            var sum = 0
            for number in 0..<1000 {
                let name = names[number % names.count]
                sum &+= table.index(of: name.bytes) ?? 1
            }
            return sum
        }
    }

    private static let fields: [[ByteString]] = (0..<1000).map { number in
        [
            "HSET", ByteString("hash:\(number % 100)"), ByteString("field:\(number / 100)"),
            SampleText.letters(16, seed: UInt64(number)),
        ]
    }

    private static let scores: [[ByteString]] = (0..<1000).map { number in
        [
            "ZADD", ByteString("ranking:\(number % 100)"), ByteString(decimal: Int64(number * 31)),
            ByteString("player:\(number / 100)"),
        ]
    }

    private static func replay(_ name: String, _ commands: [[ByteString]]) -> InnerLoop {
        InnerLoop("1000 \(name)", unitCount: 1000) {
            let replay = try Replay(commands)
            return { try replay.run() }
        }
    }
}

private final class Replay {
    private var context = CommandContext(Keyspace(profile: ServerProfile(.redis, 7, 0)))
    private var commands: [(command: Command, arguments: OwnedArguments)] = []

    init(_ commands: [[ByteString]]) throws {
        for words in commands {
            let name = words[0]
            guard let command = CommandTable.standard.lookup(name.bytes) else {
                throw Fault(.badType)
            }
            self.commands.append((command, OwnedArguments(words)))
        }
    }

    func run() throws -> Int {
        for (command, arguments) in commands {
            _ = try command.run(&context, arguments.view)
        }
        return context.keyspace.count
    }
}
