import RedoubtBytes
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Where the digests of the servers differ: `docs/formats/digest.md`.
@Suite("The digest of real servers")
struct DigestRuleTests {
    @Test("leaves field expiries of Valkey 9.1 out")
    func fieldExpiries() throws {
        let server = try LiveServer(.valkey91)
        defer { server.stop() }
        try server.send([["HSET", "hash", "field", "value", "other", "value"]])
        let before = try server.digest()
        try server.send([["HEXPIRE", "hash", "99999", "FIELDS", "1", "field"]])
        #expect(try server.digest() == before)
        #expect(!ServerTarget.valkey91.profile.digestsFieldExpiries)
        try server.send([["EXPIRE", "hash", "99999"]])
        #expect(try server.digest() != before)
    }

    @Test("leaves out fields whose time has passed, which the tool keeps for it knows no clock")
    func passedFields() throws {
        let server = try LiveServer(.valkey91)
        defer { server.stop() }
        try server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        try server.send([["HSET", "hash", "field", "value"]])
        let alone = try server.digest()
        try server.send([["HSET", "hash", "brief", "value"]])
        let both = try server.digest()
        try server.send([["HPEXPIRE", "hash", "1", "FIELDS", "1", "brief"]])
        try server.expect("DEBUG", "SLEEP", "0.01")
        #expect(try server.expect("HLEN", "hash").integer == 2)
        #expect(try server.digest() == alone)
        try server.expect("SAVE")
        #expect(try ServerTarget.valkey91.digest(of: server.folder.path("dump.rdb")) == both)
    }

    @Test("has 17 digits of a score up to Redis 7.0, and the short text in Valkey 9.1")
    func scores() throws {
        // 0.1 is 0.10000000000000001 with 17 digits; 0.5 is the same in both.
        let digests = try ServerTarget.allCases.map { target in
            try (score("0.1", on: target), score("0.5", on: target))
        }
        #expect(digests[0].0 == digests[1].0)
        #expect(digests[1].0 != digests[2].0)
        #expect(digests[1].1 == digests[2].1)
    }

    @Test("of scores of every size is the tool's", arguments: ServerTarget.allCases)
    func manyScores(target: ServerTarget) throws {
        let server = try LiveServer(target.kind)
        defer { server.stop() }
        var generator = SeededGenerator(seed: 12)
        for number in 0..<40 {
            let scores = (0..<100).flatMap { member -> [ByteString] in
                let bits = UInt64.random(in: .min ... .max, using: &generator)
                let score = Double(bitPattern: bits)
                return [ByteString(score.isNaN ? "0.1" : "\(score)"), ByteString("m\(member)")]
            }
            try server.send([["ZADD", ByteString("zset:\(number)")] + scores])
        }
        try server.expect("SAVE")
        #expect(try target.digest(of: server.folder.path("dump.rdb")) == server.digest())
    }

    private func score(_ text: ByteString, on target: ServerTarget) throws -> String {
        let server = try LiveServer(target.kind)
        defer { server.stop() }
        try server.send([["ZADD", "zset", text, "member"]])
        return try server.digest()
    }
}
