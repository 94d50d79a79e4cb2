import RedoubtBytes
import RedoubtCommands
import Testing

/// What a live Redis 6.2 answers to the same commands.
@Suite("Commands that only read")
struct ReadingTests {
    private func list(_ reply: Reply) -> String {
        let replies: [Reply]
        switch reply {
        case .array(let list), .set(let list), .map(let list), .pairs(let list): replies = list
        default: return "\(reply)"
        }
        return replies.map { reply in
            switch reply {
            case .bulk(let bytes): bytes.printable
            case .double(let number): "\(number)"
            case .integer(let number): "\(number)"
            case .null: "-"
            default: list(reply)
            }
        }.joined(separator: " ")
    }

    @Test("Strings: ranges clamp, other kinds are nothing to MGET")
    func strings() throws {
        let data = Scripted()
        try data.run("SET", "s", "hello")
        try data.run("RPUSH", "l", "a", "b", "c")
        let ranges: [(ByteString, ByteString, ByteString)] = [
            ("0", "-1", "hello"), ("-3", "-2", "ll"), ("1", "100", "ello"), ("-100", "0", "h"),
            ("4", "2", ""), ("-1", "-3", ""), ("9", "10", ""), ("0", "-100", "h"),
        ]
        for (start, stop, expected) in ranges {
            #expect(
                try data.run("GETRANGE", "s", start, stop) == .bulk(expected),
                "\(start) \(stop)"
            )
        }
        #expect(list(try data.run("MGET", "s", "l", "no")) == "hello - -")
        #expect(try data.run("GETBIT", "s", "1") == .integer(1))
        #expect(throws: CommandError.self) { try data.run("GET", "l") }
        #expect(list(try data.run("LRANGE", "l", "-2", "10")) == "b c")
        #expect(try data.run("LINDEX", "l", "-1") == .bulk("c"))
        #expect(try data.run("LINDEX", "l", "-9223372036854775808") == .null)
    }

    @Test("Bits are counted and found, by bytes and by bits")
    func bits() throws {
        let scripted = Scripted()
        try scripted.run("SET", "b", ByteString([0x00, 0xFF, 0xF0]))
        #expect(try scripted.run("BITCOUNT", "b") == .integer(12))
        #expect(try scripted.run("BITCOUNT", "b", "-1", "-1") == .integer(4))
        #expect(try scripted.run("BITCOUNT", "b", "5", "9", "BIT") == .integer(2))
        #expect(try scripted.run("BITCOUNT", "none") == .integer(0))
        #expect(try scripted.run("BITPOS", "b", "1") == .integer(8))
        #expect(try scripted.run("BITPOS", "b", "0", "1") == .integer(20))
        #expect(try scripted.run("BITPOS", "b", "0", "1", "1") == .integer(-1))
        #expect(try scripted.run("BITPOS", "none", "1") == .integer(-1))
        #expect(try scripted.run("BITPOS", "none", "0") == .integer(0))
        try scripted.run("SET", "ones", ByteString([0xFF]))
        #expect(try scripted.run("BITPOS", "ones", "0") == .integer(8))
        #expect(try scripted.run("BITPOS", "ones", "0", "0", "-1") == .integer(-1))
        #expect(throws: CommandError.self) { try scripted.run("BITPOS", "ones", "2") }
        #expect(throws: CommandError.self) { try scripted.run("BITCOUNT", "ones", "1") }
    }

    @Test("Lists are searched from both ends, by rank, count and length")
    func searching() throws {
        let scripted = Scripted()
        try scripted.run("RPUSH", "l", "a", "b", "a", "c", "a")
        #expect(try scripted.run("LPOS", "l", "a") == .integer(0))
        #expect(try scripted.run("LPOS", "l", "a", "RANK", "2") == .integer(2))
        #expect(try scripted.run("LPOS", "l", "a", "RANK", "-1") == .integer(4))
        #expect(try scripted.run("LPOS", "l", "x") == .null)
        let all = try scripted.run("LPOS", "l", "a", "COUNT", "0")
        #expect(all == .array([.integer(0), .integer(2), .integer(4)]))
        let near = try scripted.run("LPOS", "l", "a", "COUNT", "2", "MAXLEN", "2")
        #expect(near == .array([.integer(0)]))
        #expect(try scripted.run("LPOS", "none", "a", "COUNT", "1") == .array([]))
        #expect(throws: CommandError.self) { try scripted.run("LPOS", "l", "a", "RANK", "0") }
        #expect(throws: CommandError.self) { try scripted.run("LPOS", "l", "a", "COUNT", "-1") }
    }

    @Test("Sorted sets: ranks, scores and bytes, in either direction")
    func sortedSets() throws {
        let data = Scripted()
        try data.run("ZADD", "z", "1", "a", "2", "b", "3", "c")
        #expect(list(try data.run("ZRANGE", "z", "0", "-2", "WITHSCORES")) == "a 1.0 b 2.0")
        #expect(list(try data.run("ZREVRANGE", "z", "0", "1")) == "c b")
        #expect(list(try data.run("ZRANGEBYSCORE", "z", "(1", "+inf", "LIMIT", "1", "5")) == "c")
        #expect(list(try data.run("ZREVRANGEBYSCORE", "z", "2", "-inf")) == "b a")
        #expect(list(try data.run("ZRANGE", "z", "[b", "+", "BYLEX")) == "b c")
        #expect(try data.run("ZCOUNT", "z", "2", "9") == .integer(2))
        #expect(try data.run("ZRANK", "z", "c") == .integer(2))
        #expect(try data.run("ZREVRANK", "z", "c") == .integer(0))
        #expect(try data.run("ZRANK", "z", "no") == .null)
        #expect(throws: CommandError.self) {
            try data.run("ZRANGE", "z", "0", "1", "LIMIT", "0", "1")
        }
    }

    @Test("Sets are combined, streams are read in both directions")
    func others() throws {
        let data = Scripted()
        try data.run("SADD", "s", "a", "b", "c")
        try data.run("SADD", "t", "b", "d")
        #expect(list(try data.run("SINTER", "s", "t")) == "b")
        #expect(list(try data.run("SUNION", "s", "t")) == "a b c d")
        #expect(list(try data.run("SDIFF", "s", "t", "no")) == "a c")
        #expect(try data.run("SMISMEMBER", "s", "a", "x") == .array([.integer(1), .integer(0)]))
        for id: ByteString in ["1-1", "2-1", "2-2"] { try data.run("XADD", "x", id, "f", "v") }
        #expect(list(try data.run("XRANGE", "x", "2", "+")) == "2-1 f v 2-2 f v")
        #expect(list(try data.run("XRANGE", "x", "(1-1", "2", "COUNT", "1")) == "2-1 f v")
        #expect(list(try data.run("XREVRANGE", "x", "+", "-", "COUNT", "1")) == "2-2 f v")
    }

    @Test("Patterns of keys, and what is left of an expiry")
    func keys() throws {
        let data = Scripted()
        for key: ByteString in ["one", "two", "t*", "tw"] { try data.run("SET", key, "1") }
        let patterns: [(ByteString, String)] = [
            ("*", "one t* tw two"), ("t?", "t* tw"), ("t\\*", "t*"), ("[ot]*e", "one"),
            ("[^o]w*", "tw two"), ("[a-o]ne", "one"), ("", ""), ("**w*", "tw two"), ("[", ""),
        ]
        for (pattern, expected) in patterns {
            #expect(list(try data.run("KEYS", pattern)) == expected, "\(pattern)")
        }
        try data.run("PEXPIREAT", "one", "1600000010623")
        #expect(try data.run("PTTL", "one") == .integer(10500))
        #expect(try data.run("TTL", "one") == .integer(11))
        #expect(try data.run("TTL", "two") == .integer(-1))
        #expect(try data.run("TTL", "no") == .integer(-2))
        #expect(try data.run("TYPE", "no") == .status("none"))
        #expect(try data.run("DBSIZE") == .integer(4))
    }
}
