import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues
import Testing

@Suite("Fields of hashes expire while clients are served")
struct FieldExpiryTests {
    private static let profiles = [ServerProfile(.redis, 7, 4), ServerProfile(.valkey, 9, 1)]

    /// A hash of which two fields are over, and nothing of it was looked at.
    private static func overdue(_ profile: ServerProfile) throws -> SoleClient {
        let served = try SoleClient(profile)
        served.send("HSET h a 1 b 2 c 3")
        served.send("HPEXPIRE h 50 FIELDS 2 a b")
        served.send("HSET all x 1")
        served.send("HPEXPIRE all 50 FIELDS 1 x")
        _ = try served.told()
        served.pass(ms: 49)
        #expect(served.send("HGET h a") == "$1 1")
        served.pass(ms: 1)
        return served
    }

    @Test(
        "nobody sees one whose time is over",
        arguments: [
            ("HGET h a", "$-1"), ("HMGET h a b c", "*3 $-1 $-1 $1 3"),
            ("HGETALL h", "*2 $1 c $1 3"), ("HKEYS h", "*1 $1 c"), ("HVALS h", "*1 $1 3"),
            ("HEXISTS h a", ":0"), ("HSTRLEN h a", ":0"), ("HSCAN h 0", "*2 $1 0 *2 $1 c $1 3"),
            ("HRANDFIELD h 9", "*1 $1 c"), ("HINCRBY h a 5", ":5"),
            ("HINCRBYFLOAT h a 1.5", "$3 1.5"), ("HSETNX h a 9", ":1"), ("HDEL h a b", ":0"),
            ("HTTL h FIELDS 3 a c z", "*3 :-2 :-1 :-2"),
            ("HEXPIRE h 9 FIELDS 2 a c", "*2 :-2 :1"), ("HPERSIST h FIELDS 1 a", "*1 :-2"),
            ("HGETEX h FIELDS 2 a c", "*2 $-1 $1 3"), ("HGETDEL h FIELDS 1 a", "*1 $-1"),
            ("HSETEX h FXX FIELDS 1 a 1", ":0"), ("HSETEX h FNX FIELDS 1 a 1", ":1"),
            // Servers count what nobody looked at.
            ("HLEN h", ":3"), ("HGETALL all", "*0"), ("HGET none x", "$-1"),
        ]
    )
    func unseen(line: String, answer: String) throws {
        for profile in Self.profiles {
            #expect(try Self.overdue(profile).send(line) == answer)
        }
    }

    @Test("logs are told of its end before the command that met it")
    func told() throws {
        let served = try Self.overdue(Self.profiles[1])
        served.send("HINCRBY h a 5")
        #expect(try served.told() == ["MULTI", "HDEL h a b", "HINCRBY h a 5", "EXEC"])
        #expect(served.send("EXISTS all") == ":1")
        served.send("HGET all x")
        #expect(try served.told() == ["HDEL all x"])
        #expect(served.send("EXISTS all") == ":0")
        #expect(served.send("INFO stats").contains("expired_fields:3 "))
        #expect(served.send("INFO stats").contains("expired_keys:0 "))
    }

    @Test("those nobody asks for go by themselves, a bounded number at a time")
    func actively() throws {
        let served = try Self.overdue(Self.profiles[0])
        for key in 0..<3000 {
            served.send("HSET k\(key) a 1 b 2")
            served.send("HPEXPIRE k\(key) \(key < 2000 ? 10 : 1000) FIELDS 1 a")
        }
        _ = try served.told()
        served.pass(ms: 10)
        // Each time a walk over some keys, and further where many of them are over.
        var counts: [Int] = []
        for _ in 0..<4 {
            served.beat()
            counts.append(try served.told().count { $0.hasPrefix("HDEL") })
        }
        #expect(counts.reduce(0, +) == 2002)
        #expect(counts[0] < 2002)
        #expect(served.send("EXISTS all") == ":0")
        #expect(served.send("HLEN k5") == ":1")
        #expect(served.send("HLEN k2500") == ":2")
    }

    @Test("a hash that is still in its snapshot loses them too")
    func frozen() throws {
        let profile = Self.profiles[1]
        let source = try SoleClient(profile)
        source.send("HSET h a 1 b 2")
        source.send("HPEXPIRE h 50 FIELDS 1 a")
        let payload = source.bulk(["DUMP", "h"])
        for isAsked in [true, false] {
            let served = try SoleClient(profile)
            served.answer(["RESTORE", "h", "0", payload])
            _ = try served.told()
            served.pass(ms: 100)
            if isAsked { served.send("HGET h a") } else { served.beat() }
            #expect(try served.told() == ["HDEL h a"])
            #expect(served.send("HGETALL h") == "*2 $1 b $1 2")
        }
    }

    @Test("where nobody may write, they are not shown either")
    func readOnly() throws {
        var keyspace = Keyspace(profile: Self.profiles[1])
        var hash = HashValue()
        hash.fields.set(ByteString("a").bytes, to: HashField("1", expiresAtMs: 5))
        hash.fields.set(ByteString("b").bytes, to: HashField("2"))
        hash.noteExpiry(5)
        keyspace[database: 0].set(ByteString("h"), to: KeyEntry(.hash(hash)))
        let served = try SoleClient(Self.profiles[1], keyspace, writes: .refused)
        served.beat()
        #expect(served.send("HLEN h") == ":2")
        #expect(served.send("HGETALL h") == "*2 $1 b $1 2")
    }

    @Test("what is set to a time that is over goes at once, and is told as that")
    func atOnce() throws {
        let served = try SoleClient(Self.profiles[1])
        served.send("HSET h a 1 b 2 c 3 d 4 e 5")
        _ = try served.told()
        for (line, answer, told) in [
            ("HPEXPIREAT h 1 FIELDS 2 a z", "*2 :2 :-2", ["HDEL h a"]),
            ("HGETEX h PXAT 1 FIELDS 2 b z", "*2 $1 2 $-1", ["HDEL h b"]),
            ("HSETEX h PXAT 1 FIELDS 2 c 1 z 2", ":1", ["HDEL h c z"]),
            ("HSETEX new PXAT 1 FIELDS 1 c 1", ":1", []),
            ("EXISTS new", ":0", []),
            ("HEXPIRE h 5 GT FIELDS 1 d", "*1 :0", []),
            ("HEXPIRE h 5 FIELDS 1 z", "*1 :-2", []),
            ("HPERSIST h FIELDS 1 d", "*1 :-1", []),
            ("HGETEX h PERSIST FIELDS 1 d", "*1 $1 4", []),
            ("HGETDEL h FIELDS 2 d z", "*2 $1 4 $-1", ["HDEL h d"]),
            ("HGETDEL h FIELDS 1 z", "*1 $-1", []),
            ("HSETEX h PX 5 FIELDS 1 f 6", ":1", ["HSETEX h PXAT 1000005 FIELDS 1 f 6"]),
            ("HSETEX h KEEPTTL FIELDS 1 f 7", ":1", ["HSETEX h KEEPTTL FIELDS 1 f 7"]),
            (
                "HINCRBY h f 1", ":8",
                ["MULTI", "HSET h f 8", "HPEXPIREAT h 1000005 FIELDS 1 f", "EXEC"]
            ),
            ("HGETEX h PERSIST FIELDS 2 e f", "*2 $1 5 $1 8", ["HPERSIST h FIELDS 2 e f"]),
            ("HEXPIRE h 1 FIELDS 2 e z", "*2 :1 :-2", ["HPEXPIREAT h 1001000 FIELDS 1 e"]),
        ] {
            #expect(served.send(line) == answer, "\(line)")
            #expect(try served.told() == told, "\(line)")
        }
    }
}
