import RedoubtBytes
import RedoubtCommands
import RedoubtValues
import Testing

@Suite("Hash commands")
struct HashCommandTests {
    @Test("fields are set, counted and removed")
    func fields() throws {
        let data = Replayed()
        #expect(try data.run("HSET h a 1 b 2 a 3") == .integer(2))
        #expect(try data.run("HSETNX h a 9") == .integer(0))
        #expect(try data.run("HINCRBY h a -5") == .integer(-2))
        #expect(try data.run("HINCRBYFLOAT h b 0.5") == .bulk("2.5"))
        #expect(data.refuses("HINCRBY h b 1"))
        #expect(data.refuses("HSET h a"))
        #expect(data.refuses("HINCRBY new f x"))
        #expect(!data.exists("new"))
        #expect(try data.run("HDEL h a x") == .integer(1))
        #expect(try data.run("HDEL h b") == .integer(1))
        #expect(!data.exists("h"))
    }

    @Test("setting a field removes its expiry, counting keeps it")
    func expiryFate() throws {
        let data = Replayed()
        try data.run("HMSET h a 1 b 2 c 3")
        #expect(
            try data.run("HPEXPIREAT h 50 FIELDS 3 a b x")
                == .array([.integer(1), .integer(1), .integer(-2)])
        )
        try data.run("HINCRBY h a 1")
        try data.run("HSET h b 5")
        #expect(try data.hash("h") == "a=2@50 b=5 c=3")
        try data.run("COPY h copy")
        #expect(try data.hash("copy") == "a=2@50 b=5 c=3")
        #expect(try data.run("HPERSIST h FIELDS 2 a b") == .array([.integer(1), .integer(-1)]))
        #expect(try data.hash("h") == "a=2 b=5 c=3")
        #expect(try data.hash("copy") == "a=2@50 b=5 c=3")
    }

    @Test("field expiries follow their conditions and their range")
    func conditions() throws {
        let data = Replayed(nowMs: 1_000)
        try data.run("HSET h a 1")
        #expect(try data.run("HPEXPIREAT h 50 GT FIELDS 1 a") == .array([.integer(0)]))
        #expect(try data.run("HPEXPIREAT h 50 FIELDS 1 a LT") == .array([.integer(1)]))
        #expect(try data.run("HEXPIRE h 3 XX FIELDS 1 a") == .array([.integer(1)]))
        #expect(try data.hash("h") == "a=1@4000")
        for line in [
            "HPEXPIREAT h -1 FIELDS 1 a", "HPEXPIREAT h 70368744177664 FIELDS 1 a",
            "HPEXPIREAT h 5 FIELDS 2 a", "HPEXPIREAT h 5 FIELDS 0 a", "HPEXPIREAT h 5 NX XX a b c",
        ] {
            #expect(data.refuses(line))
        }
    }

    @Test("HSETEX, HGETEX and HGETDEL take their logged forms")
    func extended() throws {
        let data = Replayed()
        #expect(try data.run("HSETEX h PXAT 70 FIELDS 2 a 1 b 2") == .integer(1))
        #expect(try data.run("HSETEX h KEEPTTL FIELDS 1 a 9") == .integer(1))
        #expect(try data.run("HSETEX h FNX FIELDS 2 b 5 c 5") == .integer(0))
        #expect(try data.run("HSETEX h FXX FIELDS 1 b 3") == .integer(1))
        #expect(try data.hash("h") == "a=9@70 b=3")
        #expect(try data.run("HSETEX none XX FIELDS 1 b 3") == .integer(0))
        #expect(!data.exists("none"))
        #expect(try data.run("HGETEX h PXAT 80 FIELDS 2 b x") == .array([.bulk("3"), .null]))
        #expect(try data.hash("h") == "a=9@70 b=3@80")
        try data.run("HGETEX h PERSIST FIELDS 1 a")
        #expect(try data.hash("h") == "a=9 b=3@80")
        try data.run("HGETDEL h FIELDS 2 a b")
        #expect(!data.exists("h"))
        #expect(data.refuses("HSETEX h PXAT 1 KEEPTTL FIELDS 1 a 1"))
        #expect(data.refuses("HSETEX h FIELDS 2 a 1"))
    }
}
