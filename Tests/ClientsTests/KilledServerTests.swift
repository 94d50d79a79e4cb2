import Foundation
import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A server that keeps writes is killed while it takes them.
@Suite("A durable server that is killed")
struct KilledServerTests {
    private static let killCount = 100

    /// With `--appendfsync always` the dataset that comes back is that of the answered commands,
    /// and of some of those that were on their way, in their order.
    @Test("loses no write that it has acknowledged")
    func always() throws {
        let folder = try TemporaryFolder()
        let directory = folder.path("data")
        var random = SeededGenerator(seed: 5)
        let model = ServedModel()
        var sources = ["--snapshot", try Self.emptySnapshot(in: folder)]
        var number = 0
        for round in 0..<Self.killCount {
            let server = try ServingTool(["--dir", directory, "--appendfsync", "always"] + sources)
            sources = []
            let client = try TCPClient(port: server.port)
            try client.waitUntilWritable()
            let found = try client.expect("DEBUG", "DIGEST").text
            #expect(found == model.digest, "round \(round)")
            guard found == model.digest else { return }
            if round % 10 == 5 { try client.expect("BGREWRITEAOF") }
            let end = Date(timeIntervalSinceNow: Double.random(in: 0.001...0.04, using: &random))
            let killer = Killer(server.processID, at: end)
            var pending: [[ByteString]] = []
            while true {
                pending = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                    number += 1
                    return Self.command(number)
                }
                guard let replies = try? client.commands(pending) else { break }
                for command in pending { model.send(command) }
                #expect(replies.count == pending.count)
            }
            killer.wait()
            server.end(with: SIGKILL)
            // What was on its way may have been kept, from its start on.
            let after = try BuiltTool.run(["digest", "--as", "redis-7.0", directory]).lastLine
            for command in pending where model.digest != after { model.send(command) }
            #expect(model.digest == after, "round \(round)")
            guard model.digest == after else { return }
        }
    }

    /// A snapshot without keys.
    private static func emptySnapshot(in folder: TemporaryFolder) throws -> String {
        let server = try LiveServer(.redis70)
        defer { server.stop() }
        try server.expect("SAVE")
        return try folder.write(
            Array(try Data(contentsOf: URL(filePath: server.folder.path("dump.rdb")))),
            to: "empty.rdb"
        )
    }

    private static func command(_ number: Int) -> [ByteString] {
        let text = ByteString("\(number)" as String)
        switch number % 7 {
        case 0: return ["RPUSH", "list", text]
        case 1: return ["SADD", ByteString("set:\(number % 5)"), text]
        case 2: return ["HSET", "hash", ByteString("f\(number % 40)"), text]
        case 3: return ["ZADD", "zset", text, ByteString("m\(number % 60)")]
        case 4: return ["APPEND", "text", text]
        case 5: return ["LPOP", "list"]
        default: return ["INCR", "counter"]
        }
    }
}

/// Kills a process at a time.
private final class Killer {
    private let ended = DispatchSemaphore(value: 0)

    init(_ process: Int32, at time: Date) {
        let ended = ended
        Thread {
            Thread.sleep(until: time)
            kill(process, SIGKILL)
            ended.signal()
        }.start()
    }

    func wait() {
        ended.wait()
    }
}

extension TCPClient {
    /// Waits until the server can keep writes.
    fileprivate func waitUntilWritable() throws {
        try expect("DEL", "nothing")
    }
}

/// The same engine in memory, without files.
private final class ServedModel {
    private let engine: ServerEngine
    private let session: Session

    init() {
        let profile = ServerProfile(.redis, 7, 0)
        engine = ServerEngine(
            Keyspace(profile: profile),
            EngineOptions(profile: profile, writes: .ephemeral, version: "test"),
            seed: 1,
            nowMs: 1_700_000_000_000
        )
        guard let session = engine.open(peer: "test:1", local: "test:2", isLocal: true) else {
            preconditionFailure("a first client is never one too many")
        }
        self.session = session
    }

    func send(_ command: [ByteString]) {
        let arguments = OwnedArguments(command)
        engine.handle(arguments.view, for: session)
        session.takeOutput()
    }

    var digest: String {
        let arguments = OwnedArguments(["DEBUG", "DIGEST"])
        engine.handle(arguments.view, for: session)
        defer { session.takeOutput() }
        return String(decoding: session.output.array.dropLast(2).suffix(40), as: UTF8.self)
    }
}
