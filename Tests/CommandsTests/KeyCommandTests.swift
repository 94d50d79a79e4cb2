import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues
import Testing

@Suite("Key commands")
struct KeyCommandTests {
    @Test("expiry conditions treat no expiry as infinitely late")
    func conditions() throws {
        let data = Replayed()
        try data.run("SET k v")
        #expect(try data.run("PEXPIREAT k 50 XX") == .integer(0))
        #expect(try data.run("PEXPIREAT k 50 GT") == .integer(0))
        #expect(try data.run("PEXPIREAT k 50 LT") == .integer(1))
        #expect(try data.run("PEXPIREAT k 60 NX") == .integer(0))
        #expect(try data.run("PEXPIREAT k 60 LT") == .integer(0))
        #expect(try data.run("PEXPIREAT k 60 XX GT") == .integer(1))
        #expect(data.expiry("k") == 60)
        #expect(try data.run("PEXPIREAT none 60") == .integer(0))
        #expect(data.refuses("PEXPIREAT k 60 NX GT"))
        #expect(data.refuses("PEXPIREAT k 60 LT GT"))
        #expect(data.refuses("PEXPIREAT k x"))
        #expect(data.refuses("EXPIREAT k 9223372036854775807"))
    }

    @Test("a time in the past is set like any other, and nothing is removed")
    func past() throws {
        let data = Replayed(nowMs: 5_000)
        try data.run("SET k v")
        try data.run("PEXPIREAT k -1")
        #expect(data.expiry("k") == -1)
        #expect(try data.run("APPEND k w") == .integer(2))
        try data.run("EXPIRE k 3")
        #expect(data.expiry("k") == 8_000)
        #expect(try data.run("PERSIST k") == .integer(1))
        #expect(try data.run("PERSIST k") == .integer(0))
    }

    @Test("RENAME, COPY and MOVE take the expiry along")
    func moving() throws {
        let data = Replayed()
        try data.run("RPUSH l a b")
        try data.run("PEXPIREAT l 7")
        try data.run("SET other v PXAT 9")
        try data.run("RENAME l other")
        #expect(data.expiry("other") == 7)
        #expect(!data.exists("l"))
        #expect(data.refuses("RENAME l x"))
        try data.run("RENAME other other")
        #expect(try data.list("other") == "a b")
        #expect(try data.run("COPY other copy") == .integer(1))
        try data.run("RPUSH copy c")
        #expect(try data.list("other") == "a b")
        #expect(try data.list("copy") == "a b c")
        #expect(try data.run("COPY other copy") == .integer(0))
        #expect(try data.run("COPY other copy DB 3 REPLACE") == .integer(1))
        #expect(data.refuses("COPY other other"))
        #expect(try data.run("RENAMENX other copy") == .integer(0))
        #expect(try data.run("MOVE copy 3") == .integer(0))
        #expect(try data.run("MOVE other 3") == .integer(1))
        #expect(data.refuses("MOVE copy 0"))
        try data.run("SELECT 3")
        #expect(data.expiry("other") == 7)
        #expect(try data.list("copy") == "a b")
    }

    @Test("SORT reads numbers as C does: leading spaces, up to a NUL, nothing as 0")
    func sortNumbers() throws {
        let data = Replayed()
        try data.run(["RPUSH", "l", "2", " 1", "", "3\0x", "\t-1"])
        try data.run("SORT l STORE d")
        let sorted: [ByteString] = ["\t-1", "", " 1", "2", "3\0x"]
        let stored = try data.context.value(ListValue.self, at: ByteString("d").bytes)
        #expect(stored.map { Array($0.elements) } == sorted)
        try data.run(["RPUSH", "l", " "])
        #expect(data.refuses("SORT l STORE d"))
    }

    @Test("SORT stores a list with ties broken by bytes")
    func sort() throws {
        let data = Replayed()
        try data.run("RPUSH l 10 9 2 33 2")
        #expect(try data.run("SORT l STORE d") == .integer(5))
        #expect(try data.list("d") == "2 2 9 10 33")
        try data.run("SORT l DESC ALPHA LIMIT 1 2 STORE d")
        #expect(try data.list("d") == "33 2")
        try data.run("MSET w_a 3 w_b 1 w_c 2")
        try data.run("HSET h_a f x")
        try data.run("SADD s c a b")
        try data.run("SORT s BY w_* GET # GET h_*->f STORE d")
        #expect(try data.list("d") == "b  c  a x")
        try data.run("SORT s BY nosort STORE d")
        #expect(try data.list("d") == "a b c")
        try data.run("ZADD z 1 one 2 two 3 three")
        try data.run("SORT z BY nosort DESC STORE d")
        #expect(try data.list("d") == "three two one")
        try data.run("RPUSH tied c a b")
        try data.run("SORT tied BY none_* ALPHA DESC STORE d")
        #expect(try data.list("d") == "c a b")
        #expect(try data.run("SORT none STORE d") == .integer(0))
        #expect(!data.exists("d"))
        #expect(data.refuses("SORT s STORE d"))
        #expect(data.refuses("SORT w_a STORE d"))
    }

    @Test("RESTORE checks its payload, its key and its options")
    func restore() throws {
        let data = Replayed(nowMs: 1_000)
        var dump = ByteBuilder()
        let payload: [UInt8] = [2, 1, 0x61, 1, 0x62]
        try DumpPayload.build(.list, payload: payload.rawSpan, format: .redis(11), into: &dump)
        let blob = ByteString(dump.array)
        try data.run(["RESTORE", "k", "500", blob])
        #expect(try data.list("k") == "a b")
        #expect(data.expiry("k") == 1_500)
        #expect(throws: CommandError.self) { try data.run(["RESTORE", "k", "0", blob]) }
        try data.run(["RESTORE", "k", "700", blob, "REPLACE", "ABSTTL", "FREQ", "3"])
        #expect(data.expiry("k") == 700)
        var broken = blob
        broken.array[1] ^= 1
        #expect(throws: CommandError.self) { try data.run(["RESTORE", "x", "0", broken]) }
        #expect(!data.exists("x"))
    }

    @Test("databases swap, flush and grow without a limit")
    func databases() throws {
        let data = Replayed()
        try data.run("SET k 0")
        try data.run("SWAPDB 0 1000")
        #expect(!data.exists("k"))
        try data.run("SELECT 1000")
        #expect(try data.string("k") == "0")
        #expect(data.refuses("SELECT -1"))
        #expect(data.refuses("SELECT x"))
        #expect(data.exists("k"))
        try data.run("FLUSHDB ASYNC")
        #expect(!data.exists("k"))
        #expect(data.refuses("FLUSHALL NOW"))
    }

    @Test("libraries go by the name in their first line")
    func functions() throws {
        let data = Replayed()
        let code: ByteString = "#!lua name=lib\nreturn 1"
        #expect(try data.run(["FUNCTION", "LOAD", code]) == .bulk("lib"))
        #expect(throws: CommandError.self) { try data.run(["FUNCTION", "LOAD", code]) }
        try data.run(["FUNCTION", "LOAD", "REPLACE", code])
        try data.run("FLUSHALL")
        #expect(data.context.keyspace.functions.count == 1)
        #expect(data.refuses("FUNCTION LOAD x"))
        #expect(data.refuses("FUNCTION DELETE other"))
        try data.run("FUNCTION DELETE lib")
        #expect(data.context.keyspace.functions.isEmpty)
    }
}

@Suite("The clock of a log")
struct LogClockTests {
    @Test("is read by relative expiries alone")
    func reading() throws {
        let data = Replayed(nowMs: 5_000)
        try data.run("SET a 1 PXAT 99000")
        try data.run("PEXPIREAT a 98000")
        #expect(!data.context.clock.wasRead)
        try data.run("SET b 1 EX 3")
        #expect(data.context.clock.wasRead)
        #expect(data.context.expiry(of: ByteString("b").bytes) == 8_000)
    }
}
