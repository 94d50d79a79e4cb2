import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands
import RedoubtValues
import Testing

/// What one server takes and another refuses; each line was asked of real servers.
@Suite("Differences between servers")
struct ServerDifferenceTests {
    private static let redis = ServerProfile(.redis, 7, 0)
    private static let valkey = ServerProfile(.valkey, 9, 1)

    @Test("Valkey looks at the lower half of the index of LSET")
    func listIndex() throws {
        for (profile, shown) in [(Self.redis, "a b c"), (Self.valkey, "x b y")] {
            let data = Replayed(profile)
            try data.run("RPUSH l a b c")
            #expect(data.refuses("LSET l 4294967296 x") == (profile == Self.redis))
            #expect(data.refuses("LSET l 9223372036854775807 y") == (profile == Self.redis))
            #expect(data.refuses("LSET l 2147483648 z"))
            #expect(try data.list("l") == shown)
        }
    }

    @Test("Valkey refuses the one count of LREM without an opposite")
    func listCount() throws {
        for profile in [Self.redis, Self.valkey] {
            let data = Replayed(profile)
            try data.run("RPUSH l a b")
            let refuses = data.refuses("LREM l -9223372036854775808 a")
            #expect(refuses == (profile == Self.valkey))
            #expect(try data.run("LREM l -9223372036854775807 b") == .integer(1))
        }
    }

    @Test("Redis before 7.0 takes the one number without an opposite for DECRBY")
    func decrement() throws {
        for (profile, isRefused) in [(ServerProfile(.redis, 6, 2), false), (Self.redis, true)] {
            let data = Replayed(profile)
            try data.run("SET n 128")
            #expect(data.refuses("DECRBY n -9223372036854775808") == isRefused)
            #expect(try data.string("n") == (isRefused ? "128" : "-9223372036854775680"))
            #expect(data.refuses("DECRBY missing -9223372036854775808") == isRefused)
        }
    }

    @Test("Redis limits the expiry of a field, Valkey takes any and one at once")
    func fieldExpiry() throws {
        for profile in [ServerProfile(.redis, 8, 0), Self.valkey] {
            let data = Replayed(profile)
            let isRefused = profile.family == .redis
            try data.run("HSET h a 1 b 2")
            #expect(try data.run("HPEXPIREAT h 70368744177663 FIELDS 1 a") == .array([.integer(1)]))
            #expect(data.refuses("HPEXPIREAT h 70368744177664 FIELDS 1 b") == isRefused)
            #expect(data.refuses("HSETEX h PXAT 9223372036854775807 FIELDS 1 b 1") == isRefused)
            #expect(data.refuses("HSETEX h EX 0 FIELDS 1 b 1") == isRefused)
            #expect(data.refuses("HGETEX h PX 0 FIELDS 1 b") == isRefused)
            #expect(data.refuses("HSETEX h EX -1 FIELDS 1 b 1"))
            #expect(data.refuses("SETEX s 0 v"))
        }
    }

    @Test("a search around a member of no key empties its destination, whatever the radius")
    func missingSource() throws {
        for radius in ["5 m", "-1 ft", "x ft", "5 xx"] {
            let data = Replayed()
            try data.run("SET d v")
            try data.run("GEORADIUSBYMEMBER none m \(radius) STORE d")
            #expect(!data.exists("d"))
            try data.run("SET d v")
            #expect(data.refuses("GEORADIUSBYMEMBER none m \(radius) COUNT 0 STORE d"))
            #expect(data.exists("d"))
        }
    }

    @Test("Valkey takes no hexadecimal scores and positions")
    func hexadecimal() throws {
        for profile in [Self.redis, Self.valkey] {
            let data = Replayed(profile)
            #expect(data.refuses("ZADD z 0x10 m") == (profile == Self.valkey))
            #expect(data.refuses("GEOADD g 0x10 1 m") == (profile == Self.valkey))
            #expect(!data.refuses("ZADD z -inf m"))
        }
    }

    @Test("in a skip list of Valkey 9 a negative offset counts from the end of the range")
    func negativeOffset() throws {
        let long = String(repeating: "m", count: 80)
        for (profile, member, count) in [
            (Self.valkey, long, 2), (Self.valkey, "m", 0), (Self.redis, long, 0),
        ] {
            let data = Replayed(profile)
            try data.run("ZADD z 1 a 2 b 3 c 4 d 5 \(member)")
            let reply = try data.run("ZRANGESTORE d z 2 4 BYSCORE LIMIT -2 2")
            #expect(reply == .integer(Int64(count)))
            #expect(try data.run("ZRANGESTORE d z 2 4 BYSCORE LIMIT -4 2") == .integer(0))
        }
    }

    @Test("before 7.0 no sequence is chosen for a time that is given")
    func openID() throws {
        for profile in [ServerProfile(.redis, 6, 2), Self.redis, Self.valkey] {
            let data = Replayed(profile)
            let isOld = profile == ServerProfile(.redis, 6, 2)
            #expect(data.refuses("XADD x 5-* f v") == isOld)
        }
    }

    @Test("SORT BY nosort DESC turns a list around")
    func unsorted() throws {
        let data = Replayed()
        try data.run("RPUSH l c a b")
        try data.run("SORT l BY nosort DESC STORE d")
        #expect(try data.list("d") == "b a c")
        try data.run("SORT l BY nosort STORE d")
        #expect(try data.list("d") == "c a b")
    }

    @Test("a payload that is whole and of no known version stops the run")
    func unknownPayload() throws {
        let data = Replayed()
        var payload: [UInt8] = [0, 1, 97, 99, 0]
        let checksum = CRC64.checksum(of: payload.rawSpan)
        payload += (0..<8).map { UInt8(truncatingIfNeeded: checksum >> UInt64(8 * $0)) }
        #expect(data.stops(["RESTORE", "k", "0", ByteString(payload)]))
    }

    @Test("a damaged payload is refused and stops nothing")
    func payloads() throws {
        let data = Replayed()
        #expect(data.refuses("RESTORE k 0 garbage"))
        #expect(data.refuses("RESTORE k 0 \"\""))
        #expect(data.refuses("FUNCTION RESTORE garbage"))
        #expect(!data.exists("k"))
    }
}

@Suite("Numbers that SORT reads")
struct SortNumberTests {
    @Test("Redis takes what strtod takes, Valkey decimals alone; both refuse what is out of range")
    func forms() throws {
        for text in ["0x10", "0x0", " 7", "\t1", "", "inf", "5.", "0e5", "1e400", "1e-400"] {
            for profile in [ServerProfile(.redis, 7, 0), ServerProfile(.valkey, 9, 1)] {
                let data = Replayed(profile)
                let onRedisAlone = ["0x10", "0x0", " 7", "\t1", ""].contains(text)
                let isRefused =
                    text.hasPrefix("1e") || onRedisAlone && profile.family == .valkey
                try data.run(["RPUSH", "l", ByteString(text), "1"])
                #expect(data.refuses("SORT l STORE d") == isRefused, "\(text) \(profile)")
            }
        }
    }
}
