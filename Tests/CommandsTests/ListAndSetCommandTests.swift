import RedoubtBytes
import RedoubtCommands
import RedoubtValues
import Testing

@Suite("List and set commands")
struct ListAndSetCommandTests {
    @Test("lists push, pop and vanish when empty, with their expiry")
    func ends() throws {
        let data = Replayed()
        try data.run("LPUSH l a b c")
        try data.run("RPUSH l d")
        #expect(try data.list("l") == "c b a d")
        #expect(try data.run("RPUSHX none x") == .integer(0))
        try data.run("PEXPIREAT l 9")
        #expect(try data.run("LPOP l 0") == .array([]))
        #expect(try data.run("RPOP l") == .bulk("d"))
        #expect(try data.run("LPOP l 9") == .array([.bulk("c"), .bulk("b"), .bulk("a")]))
        #expect(!data.exists("l"))
        try data.run("RPUSH l z")
        #expect(data.expiry("l") == nil)
        #expect(try data.run("LPOP none") == .null)
        #expect(data.refuses("LPOP l -1"))
        try data.run("SET s v")
        #expect(data.refuses("LPUSHX s v"))
    }

    @Test("elements are set, inserted, removed and trimmed by place")
    func elements() throws {
        let data = Replayed()
        try data.run("RPUSH l a b a c a")
        try data.run("LSET l -1 e")
        #expect(data.refuses("LSET l 5 x"))
        #expect(data.refuses("LSET none 0 x"))
        #expect(try data.run("LINSERT l AFTER a x") == .integer(6))
        #expect(try data.run("LINSERT l BEFORE zz x") == .integer(-1))
        #expect(try data.list("l") == "a x b a c e")
        #expect(try data.run("LREM l -1 a") == .integer(1))
        #expect(try data.list("l") == "a x b c e")
        try data.run("LTRIM l 1 -2")
        #expect(try data.list("l") == "x b c")
        try data.run("LTRIM l 5 9")
        #expect(!data.exists("l"))
        try data.run("RPUSH l a a b a")
        #expect(try data.run("LREM l 2 a") == .integer(2))
        #expect(try data.list("l") == "b a")
        #expect(try data.run("LREM l 0 b") == .integer(1))
        #expect(try data.run("LREM l -9223372036854775808 a") == .integer(1))
        #expect(!data.exists("l"))
    }

    @Test("an element moves between lists and rotates within one")
    func moving() throws {
        let data = Replayed()
        try data.run("RPUSH a 1 2 3")
        try data.run("RPOPLPUSH a b")
        try data.run("LMOVE a b LEFT RIGHT")
        #expect(try data.list("b") == "3 1")
        try data.run("LMOVE b b LEFT RIGHT")
        #expect(try data.list("b") == "1 3")
        try data.run("LMOVE a b LEFT LEFT")
        #expect(!data.exists("a"))
        #expect(try data.run("LMOVE a b LEFT LEFT") == .null)
        try data.run("SET s v")
        #expect(data.refuses("LMOVE b s LEFT LEFT"))
        #expect(data.refuses("LMOVE b b UP DOWN"))
        #expect(try data.list("b") == "2 1 3")
    }

    @Test("sets add, remove and move members")
    func sets() throws {
        let data = Replayed()
        #expect(try data.run("SADD s a b a c") == .integer(3))
        #expect(try data.run("SREM s a x") == .integer(1))
        #expect(try data.run("SMOVE s t b") == .integer(1))
        #expect(try data.run("SMOVE s s c") == .integer(1))
        #expect(try data.run("SMOVE s t x") == .integer(0))
        #expect(try data.set("s") == "c")
        #expect(try data.set("t") == "b")
        try data.run("SMOVE s t c")
        #expect(!data.exists("s"))
        try data.run("SET str v")
        #expect(data.refuses("SMOVE t str b"))
        #expect(try data.set("t") == "b c")
    }

    @Test("SPOP works where it takes everything and stops the run where chance decides")
    func pop() throws {
        let data = Replayed()
        try data.run("SADD s a b")
        #expect(throws: CommandError.self) { try data.run("SPOP s 1") }
        #expect(try data.set("s") == "a b")
        try data.run("SPOP s 2")
        #expect(!data.exists("s"))
        try data.run("SADD s a")
        #expect(try data.run("SPOP s") == .bulk("a"))
    }

    @Test("stored sets replace any value, and an empty result removes it")
    func algebra() throws {
        let data = Replayed()
        try data.run("SADD a 1 2 3")
        try data.run("SADD b 2 3 4")
        try data.run("SET d v PXAT 9")
        #expect(try data.run("SUNIONSTORE d a b none") == .integer(4))
        #expect(data.expiry("d") == nil)
        #expect(try data.run("SINTERSTORE d a b") == .integer(2))
        #expect(try data.set("d") == "2 3")
        #expect(try data.run("SDIFFSTORE a a b") == .integer(1))
        #expect(try data.set("a") == "1")
        #expect(try data.run("SINTERSTORE d b none") == .integer(0))
        #expect(!data.exists("d"))
        try data.run("SET s v")
        #expect(data.refuses("SUNIONSTORE d b s"))
    }
}
