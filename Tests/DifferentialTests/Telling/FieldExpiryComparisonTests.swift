import Foundation
import RedoubtBytes
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Hashes with fields that run out, served and in Valkey at the same time.
@Suite("Fields that expire, beside Valkey")
struct FieldExpiryComparisonTests {
    /// On a hash `h` with the fields `a` and `b`, which are over, and `c`.
    private static let lines = [
        "HLEN h", "HGET h a", "HMGET h a b c", "HGETALL h", "HKEYS h", "HVALS h", "HEXISTS h a",
        "HSTRLEN h a", "HSCAN h 0", "HRANDFIELD h 9", "HRANDFIELD h -3", "HINCRBY h a 5",
        "HINCRBYFLOAT h a 1.5", "HSETNX h a 9", "HSET h a 7", "HDEL h a", "HDEL h b c",
        "HTTL h FIELDS 3 a c z", "HPTTL h FIELDS 3 a c z", "HEXPIRETIME h FIELDS 2 a c",
        "HPEXPIRETIME h FIELDS 2 a c", "HPERSIST h FIELDS 2 a c", "HEXPIRE h 100 FIELDS 2 a c",
        "HEXPIRE h 100 NX FIELDS 2 a c", "HEXPIRE h 0 FIELDS 2 a c", "HGETEX h FIELDS 2 a c",
        "HGETEX h EX 100 FIELDS 2 a c", "HGETEX h PERSIST FIELDS 2 a c", "HGETDEL h FIELDS 2 a c",
        "HSETEX h FNX EX 100 FIELDS 1 a 5", "HSETEX h FXX EX 100 FIELDS 1 a 5",
        "HSETEX h KEEPTTL FIELDS 1 a 5", "HSETEX h EX 0 FIELDS 2 a 5 c 6", "EXISTS h", "TYPE h",
        "RENAME h moved", "COPY h copied", "SORT h", "HTTL h FIELDS 2 a", "HTTL h FIELDS 0 a",
        "HTTL h FIELD 1 a", "HTTL none FIELDS 2 a b", "HTTL s FIELDS 1 a", "EXISTS all", "HLEN all",
        "HGETALL all", "HGET all x", "HSET all y 2", "HEXPIRE all 9 FIELDS 1 x",
    ]

    @Test("all answers and all that is left are the same, and so is what the log leaves")
    func compare() throws {
        let run = try TellingRun(.valkey91, ServerProfile(.valkey, 9, 1))
        defer { run.server.stop() }
        try run.server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        for (number, line) in Self.lines.enumerated() {
            for setup in [
                "HSET h a 1 b 2 c 3", "HPEXPIRE h 20 FIELDS 2 a b", "HSET all x 1",
                "HPEXPIRE all 20 FIELDS 1 x", "SET s v",
            ] {
                _ = try run.send(Self.numbered(setup, number))
            }
            usleep(25_000)
            let step = try run.send(Self.numbered(line, number))
            #expect(Self.sorted(step.ourReply) == Self.sorted(step.theirReply), "\(line)")
            for key in ["h", "moved", "copied", "all"] {
                let content = try run.send(Self.numbered("HGETALL \(key)", number))
                let (ours, theirs) = (content.ourReply, content.theirReply)
                #expect(Self.sorted(ours) == Self.sorted(theirs), "\(line): \(key)")
            }
        }
        run.served.advance(toMs: TellingRun.nowMs)
        _ = try run.served.takeTold()

        // A server that takes over has the same, though all of it is over when it loads the log.
        let folder = try TemporaryFolder()
        let log = try folder.write(run.served.log, to: "appendonly.aof")
        let successor = try LiveServer(.valkey91, log: log)
        defer { successor.stop() }
        #expect(try successor.digest() == run.served.digest)
    }

    /// The line with keys of its own.
    private static func numbered(_ line: String, _ number: Int) -> String {
        line.split(separator: " ").map { word in
            ["h", "all", "moved", "copied"].contains(word) ? "\(word)\(number)" : "\(word)"
        }.joined(separator: " ")
    }

    private static func sorted(_ reply: String) -> [String] {
        reply.split { " []".contains($0) }.map(String.init).sorted()
    }
}
