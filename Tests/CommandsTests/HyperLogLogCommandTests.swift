import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands
import Testing

@Suite("HyperLogLog commands")
struct HyperLogLogCommandTests {
    private let data = Replayed()

    private func log(_ key: ByteString) throws -> HyperLogLog {
        try HyperLogLog(#require(try data.string(key)).array)
    }

    @Test("creation counts as a change, a known element does not")
    func adding() throws {
        #expect(try data.run("PFADD k") == .integer(1))
        #expect(try log("k").isStale)
        #expect(try data.run("PFADD k") == .integer(0))
        #expect(try data.run("PFADD k a b") == .integer(1))
        #expect(try data.run("PFADD k b a") == .integer(0))
    }

    @Test("counting one key keeps the count in the value, counting two keeps nothing")
    func counting() throws {
        try data.run("PFADD k a b c")
        try data.run("PFADD l c d")
        #expect(try data.run("PFCOUNT k l") == .integer(4))
        #expect(try log("k").isStale)
        #expect(try data.run("PFCOUNT k") == .integer(3))
        #expect(try !log("k").isStale)
        #expect(try log("k").cachedCount == 3)
        #expect(try data.run("PFCOUNT missing") == .integer(0))
        #expect(!data.exists("missing"))
    }

    @Test("merging takes the destination along and keeps its expiry")
    func merging() throws {
        try data.run("PFADD k a b")
        try data.run("PEXPIREAT k 99")
        try data.run("PFADD l c")
        #expect(try data.run("PFMERGE k l missing") == .ok)
        #expect(data.expiry("k") == 99)
        #expect(try data.run("PFCOUNT k") == .integer(3))
        try data.run("PFMERGE new")
        #expect(try data.run("PFCOUNT new") == .integer(0))
    }

    @Test("a dense source makes the destination dense")
    func density() throws {
        try data.run("PFADD k a")
        #expect(try data.run("PFDEBUG TODENSE k") == .integer(1))
        #expect(try data.run("PFDEBUG TODENSE k") == .integer(0))
        try data.run("PFMERGE l k")
        #expect(try log("l").isDense)
        #expect(data.refuses("PFDEBUG TODENSE missing"))
    }

    @Test("other strings and damaged registers are refused and stay")
    func refused() throws {
        for text in ["plain", "HYLL"] {
            try data.run("SET k \(text)")
            for line in ["PFADD k a", "PFCOUNT k", "PFMERGE k", "PFMERGE new k"] {
                #expect(data.refuses(line))
            }
            #expect(try data.string("k") == ByteString(text))
        }
        #expect(!data.exists("new"))
        try data.run("PFADD h a")
        var bytes = try #require(try data.string("h")).array
        bytes.removeLast()
        try data.run(["SET", "h", ByteString(bytes)])
        #expect(data.refuses("PFCOUNT h"))
        #expect(try data.string("h")?.array == bytes)
        try data.run("RPUSH list a")
        #expect(data.refuses("PFADD list a"))
    }
}
