import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

@Suite("Sorted set commands")
struct SortedSetCommandTests {
    @Test("ZADD follows its flags")
    func add() throws {
        let data = Replayed()
        #expect(try data.run("ZADD z 1 a 2 b") == .integer(2))
        #expect(try data.run("ZADD z NX 9 a 3 c") == .integer(1))
        #expect(try data.run("ZADD z XX CH 5 a 9 d") == .integer(1))
        #expect(try data.run("ZADD z GT CH 4 a 6 b 1 e") == .integer(2))
        #expect(try data.run("ZADD z LT CH 3 a 9 b") == .integer(1))
        #expect(try data.sortedSet("z") == "e:1.0 a:3.0 c:3.0 b:6.0")
        #expect(try data.run("ZADD z INCR 2.5 a") == .double(5.5))
        #expect(try data.run("ZADD z GT INCR -1 a") == .null)
        #expect(try data.run("ZINCRBY z -inf e") == .double(-.infinity))
        #expect(data.refuses("ZINCRBY z inf e"))
        for line in [
            "ZADD z NX XX 1 a", "ZADD z NX GT 1 a", "ZADD z GT LT 1 a", "ZADD z nan a",
            "ZADD z INCR 1 a 2 b", "ZADD z 1 a 2", "ZADD z x a", "ZADD z NX CH",
        ] {
            #expect(data.refuses(line))
        }
        #expect(try data.run("ZADD none XX 1 a") == .integer(0))
        #expect(!data.exists("none"))
    }

    @Test("scores may be hexadecimal, infinite or too large, as some version took them")
    func scores() throws {
        let data = Replayed()
        try data.run("ZADD z 0x10 a +inf b -Infinity c 1e400 d .5 e")
        #expect(try data.sortedSet("z") == "c:-inf e:0.5 a:16.0 b:inf d:inf")
    }

    @Test("members leave by rank, score, bytes and from the ends")
    func removal() throws {
        let data = Replayed()
        try data.run("ZADD z 1 a 2 b 3 c 4 d 5 e 6 f")
        #expect(try data.run("ZREMRANGEBYRANK z -1 -1") == .integer(1))
        #expect(try data.run("ZREMRANGEBYSCORE z (1 2") == .integer(1))
        #expect(try data.run("ZREMRANGEBYSCORE z 9 1") == .integer(0))
        #expect(try data.run("ZPOPMAX z") == .array([.bulk("e"), .double(5)]))
        #expect(
            try data.run("ZPOPMIN z 2")
                == .pairs([.bulk("a"), .double(1), .bulk("c"), .double(3)])
        )
        #expect(try data.run("ZREM z d x") == .integer(1))
        #expect(!data.exists("z"))
        try data.run("ZADD z 0 a 0 b 0 c 0 d")
        #expect(try data.run("ZREMRANGEBYLEX z (a [c") == .integer(2))
        #expect(try data.sortedSet("z") == "a:0.0 d:0.0")
        #expect(data.refuses("ZREMRANGEBYLEX z a c"))
        #expect(data.refuses("ZREMRANGEBYSCORE z x 1"))
        #expect(try data.run("ZREMRANGEBYLEX z - +") == .integer(2))
        #expect(!data.exists("z"))
    }

    @Test("unions and intersections weigh and aggregate; a set counts 1 per member")
    func algebra() throws {
        let data = Replayed()
        try data.run("ZADD a 1 x 2 y inf i")
        try data.run("ZADD b 10 y 20 z -inf i")
        try data.run("SADD s x y")
        try data.run("ZUNIONSTORE d 2 a b")
        #expect(try data.sortedSet("d") == "i:0.0 x:1.0 y:12.0 z:20.0")
        try data.run("ZUNIONSTORE d 2 a s WEIGHTS 2 3 AGGREGATE MAX")
        #expect(try data.sortedSet("d") == "x:3.0 y:4.0 i:inf")
        try data.run("ZINTERSTORE d 2 a b AGGREGATE MIN")
        #expect(try data.sortedSet("d") == "i:-inf y:2.0")
        try data.run("ZDIFFSTORE d 2 a s")
        #expect(try data.sortedSet("d") == "i:inf")
        #expect(try data.run("ZINTERSTORE d 2 a none") == .integer(0))
        #expect(!data.exists("d"))
        for line in [
            "ZUNIONSTORE d 0 a", "ZUNIONSTORE d 3 a b", "ZUNIONSTORE d 1 a WEIGHTS",
            "ZDIFFSTORE d 1 a WEIGHTS 1", "ZUNIONSTORE d 1 a AGGREGATE AVG",
        ] {
            #expect(data.refuses(line))
        }
    }

    @Test("ZRANGESTORE copies ranges in both directions with limits")
    func rangeStore() throws {
        let data = Replayed()
        try data.run("ZADD z 1 a 2 b 3 c 4 d")
        try data.run("ZRANGESTORE d z 1 -2")
        #expect(try data.sortedSet("d") == "b:2.0 c:3.0")
        try data.run("ZRANGESTORE d z 0 0 REV")
        #expect(try data.sortedSet("d") == "d:4.0")
        try data.run("ZRANGESTORE d z (1 +inf BYSCORE LIMIT 1 1")
        #expect(try data.sortedSet("d") == "c:3.0")
        try data.run("ZRANGESTORE d z +inf (1 BYSCORE REV LIMIT 1 -1")
        #expect(try data.sortedSet("d") == "b:2.0 c:3.0")
        try data.run("ZRANGESTORE d z [b + BYLEX")
        #expect(try data.sortedSet("d") == "b:2.0 c:3.0 d:4.0")
        #expect(try data.run("ZRANGESTORE d none 0 -1") == .integer(0))
        #expect(!data.exists("d"))
        #expect(data.refuses("ZRANGESTORE d z 0 -1 LIMIT 0 1"))
    }

    /// Number of members whose score is −0.
    private func negativeZeros(_ key: ByteString, in data: Replayed) throws -> Int {
        let value = try data.context.value(SortedSetValue.self, at: key.bytes)
        return value?.scores.count { $0.value == 0 && $0.value.sign == .minus } ?? 0
    }

    /// `ZADD key -0 m0 -0 m1 …`.
    private func zeros(_ key: ByteString, count: Int) -> [ByteString] {
        ["ZADD", key] + (0..<count).flatMap { ["-0", ByteString("m\($0)")] }
    }

    @Test("Valkey 9 gives up the compact form for a long member before it adds the pairs")
    func longMemberFirst() throws {
        let long = String(repeating: "x", count: 65)
        for (profile, sign) in [
            (ServerProfile(.valkey, 9, 1), FloatingPointSign.minus),
            (ServerProfile(.redis, 7, 2), .plus),
        ] {
            let data = Replayed(profile)
            try data.run("ZADD z 1 a")
            try data.run("ZADD z -0.0 b 1 \(long)")
            let set = try data.context.value(SortedSetValue.self, at: ByteString("z").bytes)
            #expect(set?.score(of: ByteString("b").bytes)?.sign == sign)
        }
    }

    @Test("zero loses its sign where a server of the version has the set in compact form")
    func negativeZero() throws {
        for (version, kept) in [("redis-7.0", 12), ("valkey-9.1", 140)] {
            let data = Replayed(try #require(ServerProfile(version)))
            try data.run(zeros("one", count: 140))
            #expect(try negativeZeros("one", in: data) == kept)
            try data.run("ZRANGESTORE ranks one 0 -1")
            #expect(try negativeZeros("ranks", in: data) == kept)
            try data.run("ZRANGESTORE few one 0 99")
            #expect(try negativeZeros("few", in: data) == 0)
            try data.run("ZUNIONSTORE union 1 one")
            #expect(try negativeZeros("union", in: data) == kept)
            try data.run("ZADD small -0 a 1 b")
            #expect(try negativeZeros("small", in: data) == 0)
            // Looking at the source of SORT turns it into a skip list.
            try data.run("SORT small ALPHA STORE l")
            try data.run("ZADD small -0 c")
            #expect(try negativeZeros("small", in: data) == 1)
        }
    }
}
