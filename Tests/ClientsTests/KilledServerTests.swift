import Foundation
import RedoubtBytes
import RedoubtTestSupport
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
        var sources = ["--snapshot", try folder.writeEmptySnapshot()]
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
