import RedoubtBytes
import RedoubtCommands
import RedoubtValues
import Testing

@Suite("String commands")
struct StringCommandTests {
    @Test("SET replaces any value and clears the expiry unless told to keep it")
    func set() throws {
        let data = Replayed()
        try data.run("RPUSH k a")
        try data.run("SET k v PXAT 5")
        #expect(data.expiry("k") == 5)
        try data.run("set k w keepttl")
        #expect(try data.string("k") == "w")
        #expect(data.expiry("k") == 5)
        try data.run("SET k x")
        #expect(data.expiry("k") == nil)
    }

    @Test("SET knows its conditions and the relative times of old logs")
    func setOptions() throws {
        let data = Replayed(nowMs: 1_000)
        #expect(try data.run("SET k v XX") == .null)
        #expect(!data.exists("k"))
        try data.run("SET k v NX EX 10")
        #expect(data.expiry("k") == 11_000)
        #expect(try data.run("SET k w NX GET") == .bulk("v"))
        #expect(try data.run("SET k w IFEQ v GET GET PX 7") == .bulk("v"))
        #expect(data.expiry("k") == 1_007)
        try data.run("SET k x EXAT 20")
        #expect(data.expiry("k") == 20_000)
        #expect(try data.run("SET k y IFNE x") == .null)
        for line in [
            "SET k v NX XX", "SET k v EX 0", "SET k v PXAT -1", "SET k v KEEPTTL EX 1",
            "SET k v EX", "SET k v EX 9223372036854775807", "SET k v FOO", "SET k",
        ] {
            #expect(data.refuses(line))
        }
        #expect(try data.string("k") == "x")
    }

    @Test("counters refuse what is not a canonical integer, and overflow")
    func counters() throws {
        let data = Replayed()
        #expect(try data.run("DECRBY n 5") == .integer(-5))
        try data.run("PEXPIREAT n 9")
        #expect(try data.run("INCR n") == .integer(-4))
        #expect(data.expiry("n") == 9)
        for text in ["01", "+1", "1.0", "-0", "x", "9223372036854775808"] {
            try data.run("SET bad \(text)")
            #expect(data.refuses("INCR bad"))
            #expect(try data.string("bad") == ByteString(text))
        }
        try data.run(["SET", "empty", ""])
        #expect(data.refuses("INCR empty"))
        try data.run("SET big 9223372036854775807")
        #expect(data.refuses("INCR big"))
        #expect(data.refuses("DECRBY n -9223372036854775808"))
        try data.run("RPUSH l a")
        #expect(data.refuses("INCR l"))
    }

    @Test("floats add as servers on x86-64 do")
    func floats() throws {
        let data = Replayed()
        for (start, amount, sum): (ByteString, ByteString, ByteString) in [
            ("10.50", "0.1", "10.6"), ("5.0e3", "2.0e2", "5200"), ("1", "-1", "0"),
            ("0.1", "0.2", "0.3"), ("-1.5", "0.25", "-1.25"),
        ] {
            try data.run(["SET", "k", start])
            #expect(try data.run(["INCRBYFLOAT", "k", amount]) == .bulk(sum))
        }
        try data.run("SETRANGE k 9 3")
        #expect(data.refuses("INCRBYFLOAT k 1"))
        try data.run("SET k 1")
        #expect(data.refuses("INCRBYFLOAT k nan"))
        #expect(data.refuses("INCRBYFLOAT k inf"))
    }

    @Test("ranges and bits grow the string with zero bytes")
    func ranges() throws {
        let data = Replayed()
        #expect(try data.run(["SETRANGE", "k", "3", ""]) == .integer(0))
        #expect(!data.exists("k"))
        try data.run("SETRANGE k 2 ab")
        #expect(try data.string("k") == "\0\0ab")
        try data.run("SETBIT b 15 0")
        #expect(try data.string("b") == "\0\0")
        #expect(try data.run("SETBIT b 7 1") == .integer(0))
        #expect(try data.string("b") == "\u{1}\0")
        try data.run(["APPEND", "e", ""])
        #expect(try data.string("e") == "")
        #expect(data.refuses("SETRANGE k -1 x"))
        #expect(data.refuses("SETRANGE k 99999999999 x"))
        #expect(data.refuses("SETBIT k 99999999999999 1"))
        #expect(data.refuses("SETBIT k 1 2"))
    }

    @Test("BITFIELD wraps, saturates and fails")
    func bitField() throws {
        let data = Replayed()
        #expect(
            try data.run("BITFIELD k SET u8 0 255 GET u4 4 OVERFLOW SAT INCRBY u8 0 10")
                == .array([.integer(0), .integer(15), .integer(255)])
        )
        #expect(
            try data.run("BITFIELD k OVERFLOW FAIL INCRBY u8 0 1 OVERFLOW WRAP INCRBY u8 0 2")
                == .array([.null, .integer(1)])
        )
        #expect(
            try data.run("BITFIELD k SET i5 #1 -1 GET i5 5 GET u5 5 INCRBY i5 #1 -16")
                == .array([.integer(4), .integer(-1), .integer(31), .integer(15)])
        )
        #expect(try data.run("BITFIELD k GET i64 0") != .null)
        #expect(try data.run("BITFIELD n GET u8 0") == .array([.integer(0)]))
        #expect(!data.exists("n"))
        for line in [
            "BITFIELD k GET u64 0", "BITFIELD k GET i65 0", "BITFIELD k GET x8 0",
            "BITFIELD k SET u8 -1 0", "BITFIELD k OVERFLOW NONE", "BITFIELD k SET u8 0",
            "BITFIELD k GET i8 #9223372036854775807",
        ] {
            #expect(data.refuses(line))
        }
    }

    @Test("BITOP pads with zero bytes and removes an empty result")
    func bitOperations() throws {
        let data = Replayed()
        try data.run("SET a abc")
        try data.run("SET b a")
        #expect(try data.run("BITOP AND d a b none") == .integer(3))
        #expect(try data.string("d") == "\0\0\0")
        try data.run("BITOP xor d a b")
        #expect(try data.string("d") == "\0bc")
        try data.run("BITOP NOT d b")
        #expect(try data.string("d") == ByteString([0x9E]))
        try data.run("BITOP ONE d a b")
        #expect(try data.string("d") == "\0bc")
        #expect(try data.run("BITOP OR d none none2") == .integer(0))
        #expect(!data.exists("d"))
        #expect(data.refuses("BITOP NOT d a b"))
        #expect(data.refuses("BITOP FOO d a"))
    }

    @Test("many strings are set together or, guarded, not at all")
    func many() throws {
        let data = Replayed(nowMs: 100)
        try data.run("MSET a 1 b 2 a 3")
        #expect(try data.string("a") == "3")
        #expect(try data.run("MSETNX c 1 b 9") == .integer(0))
        #expect(!data.exists("c"))
        #expect(data.refuses("MSET a 1 b"))
        try data.run("MSETEX 2 x 1 y 2 PXAT 500 NX")
        #expect(data.expiry("y") == 500)
        #expect(data.refuses("MSETEX 3 x 1 y 2"))
    }

    @Test("GETDEL, GETSET and GETEX leave other kinds alone")
    func reading() throws {
        let data = Replayed(nowMs: 100)
        try data.run("SET k v PXAT 9")
        #expect(try data.run("GETSET k w") == .bulk("v"))
        #expect(data.expiry("k") == nil)
        try data.run("GETEX k PX 10")
        #expect(data.expiry("k") == 110)
        try data.run("GETEX k")
        #expect(data.expiry("k") == 110)
        try data.run("GETEX k PERSIST")
        #expect(data.expiry("k") == nil)
        #expect(try data.run("DELIFEQ k x") == .integer(0))
        #expect(try data.run("GETDEL k") == .bulk("w"))
        #expect(!data.exists("k"))
        try data.run("SADD s a")
        for line in ["GETSET s v", "GETDEL s", "GETEX s PX 1", "SET s v GET", "APPEND s x"] {
            #expect(data.refuses(line))
        }
        #expect(try data.set("s") == "a")
    }
}
