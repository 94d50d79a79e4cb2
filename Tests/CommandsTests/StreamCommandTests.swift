import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

extension Replayed {
    func stream(_ key: ByteString) throws -> StreamValue? {
        try context.value(StreamValue.self, at: key.bytes)
    }

    /// The ids of a stream, separated by spaces.
    func ids(_ key: ByteString) throws -> String? {
        try stream(key).map { $0.entries.map(\.id.description).joined(separator: " ") }
    }
}

@Suite("Stream commands")
struct StreamCommandTests {
    private let data = Replayed()

    private func state(_ key: ByteString = "k") throws -> StreamState {
        try #require(try data.stream(key)).state
    }

    @Test("ids ascend, whichever way they are given")
    func ids() throws {
        for id in ["5-3", "5-*", "6", "6-*", "7-18446744073709551615"] {
            try data.run("XADD k \(id) f v")
        }
        #expect(try data.ids("k") == "5-3 5-4 6-0 6-1 7-18446744073709551615")
        for id in ["7-18446744073709551615", "6-5", "7-*", "0-0", "x", "1-2-3", "-1", "1-", "8-x"] {
            #expect(data.refuses("XADD k \(id) f v"), "\(id)")
        }
        #expect(data.refuses("XADD new 0-0 f v"))
        #expect(!data.exists("new"))
        #expect(try state().entriesAdded == 5)
    }

    @Test("a star takes the clock of the log, or the next id where that is behind")
    func clock() throws {
        #expect(try data.run("XADD k * f v") == .bulk("1000000-0"))
        #expect(try data.run("XADD k * f v") == .bulk("1000000-1"))
        try data.run("XADD k 2000000-7 f v")
        #expect(try data.run("XADD k * f v") == .bulk("2000000-8"))
    }

    @Test("fields come in pairs and keep their order and their repetitions")
    func fields() throws {
        try data.run("XADD k 1-1 b 1 a 2 b 3")
        var fields: [String] = []
        let entry = try #require(try data.stream("k")?.entries.first)
        entry.forEachField { fields += [$0.printable, $1.printable] }
        #expect(fields == ["b", "1", "a", "2", "b", "3"])
        #expect(data.refuses("XADD k 2-1 odd"))
        #expect(data.refuses("XADD k MAXLEN 5 2-1 f"))
    }

    @Test(
        "trimming understands what servers and clients write",
        arguments: [
            ("MAXLEN 2", "4-0 5-0"), ("MAXLEN = 0", ""), ("maxlen ~ 4", "2-0 3-0 4-0 5-0"),
            ("MAXLEN = 2 LIMIT 10", "4-0 5-0"), ("MAXLEN 9", "1-0 2-0 3-0 4-0 5-0"),
            ("MINID 3", "3-0 4-0 5-0"), ("MINID = 3-1", "4-0 5-0"),
            ("MINID = 18446744073709551615-18446744073709551615", ""),
            ("KEEPREF MAXLEN 1", "5-0"),
        ]
    )
    func trimming(_ options: String, _ left: String) throws {
        for id in 1...5 { try data.run("XADD k \(id)-0 f v") }
        try data.run("XTRIM k \(options)")
        #expect(try data.ids("k") == left)
        #expect(data.exists("k"))
        // Trimming is not deleting.
        #expect(try state().maxDeletedID == .zero)
        #expect(try state().lastID == StreamID(5, 0))
        // The same options in front of a new entry.
        for id in 1...4 { try data.run("XADD l \(id)-0 f v") }
        try data.run("XADD l \(options) 5-0 f v")
        #expect(try data.ids("l") == left)
    }

    @Test("NOMKSTREAM and commands on missing keys create nothing")
    func missingKeys() throws {
        #expect(try data.run("XADD k NOMKSTREAM 1-1 f v") == .null)
        #expect(try data.run("XDEL k 1-1") == .integer(0))
        #expect(try data.run("XTRIM k MAXLEN 1") == .integer(0))
        #expect(try data.run("XACK k g 1-1") == .integer(0))
        for line in ["XSETID k 1-1", "XGROUP CREATE k g $", "XCLAIM k g c 0 1-1"] {
            #expect(data.refuses(line))
        }
        #expect(!data.exists("k"))
    }

    @Test("deleting notes the largest id deleted and leaves an empty stream")
    func deleting() throws {
        for id in 1...3 { try data.run("XADD k \(id)-0 f v") }
        #expect(data.refuses("XDEL k 1-0 x"))
        #expect(try data.run("XDEL k 2-0 9-0 2-0") == .integer(1))
        try data.run("XDEL k 1-0")
        #expect(try state().maxDeletedID == StreamID(2, 0))
        try data.run("XDEL k 3-0")
        #expect(try data.ids("k") == "")
        #expect(try state().entriesAdded == 3)
    }

    @Test("the last id can be set, but not below what the stream has seen")
    func settingID() throws {
        try data.run("XADD k 5-0 f v")
        try data.run("XADD k 9-0 f v")
        try data.run("XDEL k 9-0")
        #expect(data.refuses("XSETID k 4-0"))
        #expect(data.refuses("XSETID k 8-0"))
        #expect(data.refuses("XSETID k 10-0 ENTRIESADDED 0"))
        #expect(data.refuses("XSETID k 10-0 MAXDELETEDID 11-0"))
        try data.run("XSETID k 10-0 ENTRIESADDED 7 MAXDELETEDID 9-5")
        #expect(try state().lastID == StreamID(10, 0))
        #expect(try state().entriesAdded == 7)
        #expect(try state().maxDeletedID == StreamID(9, 5))
    }

    @Test("Redis 7.0 lets the last id fall below a deleted entry")
    func settingIDOfOldServer() throws {
        let old = Replayed(ServerProfile(.redis, 7, 0))
        for line in ["XADD k 5-0 f v", "XADD k 9-0 f v", "XDEL k 9-0"] { try old.run(line) }
        #expect(try old.run("XSETID k 8-0") == .ok)
    }

    @Test("Redis 8.8 lowers what groups have read with the number of entries added")
    func clampingReads() throws {
        for (minor, read) in [(6, UInt64(9)), (8, 4)] {
            let data = Replayed(ServerProfile(.redis, 8, minor))
            try data.run("XGROUP CREATE k g $ MKSTREAM ENTRIESREAD 9")
            try data.run("XSETID k 5-0 ENTRIESADDED 10")
            try data.run("XSETID k 5-0 ENTRIESADDED 4")
            let group = try #require(try data.stream("k")?.groups[ByteString("g").bytes])
            #expect(group.entriesRead == read)
        }
    }

    @Test("entries may go with or without the references of groups")
    func references() throws {
        for id in 1...4 { try data.run("XADD k \(id)-0 f v") }
        try data.run("XGROUP CREATE k g 3-0")
        try data.run("XCLAIM k g c 0 1-0 2-0 3-0 FORCE JUSTID")
        #expect(try data.run("XDELEX k ACKED IDS 2 1-0 4-0") == .array([.integer(2), .integer(2)]))
        #expect(
            try data.run("XACKDEL k g ACKED IDS 2 1-0 9-0") == .array([.integer(1), .integer(-1)])
        )
        try data.run("XDELEX k DELREF IDS 1 2-0")
        try data.run("XDELEX k IDS 1 3-0")
        let group = try #require(try data.stream("k")?.groups[ByteString("g").bytes])
        #expect(group.pending.map(\.id) == [StreamID(3, 0)])
        #expect(try data.ids("k") == "4-0")
        #expect(data.refuses("XDELEX k IDS 2 4-0"))
        #expect(data.refuses("XDELEX k IDS 1 4-0 KEEPREF"))
    }

    @Test("trimming with ACKED passes over what a group still needs")
    func trimmingAcknowledged() throws {
        for id in 1...4 { try data.run("XADD k \(id)-0 f v") }
        try data.run("XGROUP CREATE k g 3-0")
        try data.run("XCLAIM k g c 0 1-0 FORCE JUSTID")
        #expect(try data.run("XTRIM k MAXLEN = 1 ACKED") == .integer(2))
        #expect(try data.ids("k") == "1-0 4-0")
    }

    @Test("an idempotent add that was logged without an id was a duplicate")
    func idempotence() throws {
        try data.run("XADD k IDMP producer first 5-0 f v")
        #expect(try data.run("XADD k IDMP producer first * f v") == .null)
        #expect(try data.run("XADD k IDMPAUTO producer * f v") == .null)
        #expect(try data.ids("k") == "5-0")
        try data.run("XCFGSET k IDMP-DURATION 60 IDMP-MAXSIZE 7")
        try data.run("XIDMPRECORD k producer second 5-0")
        let idempotence = try #require(try state().idempotence)
        #expect(idempotence.durationSeconds == 60)
        #expect(idempotence.entriesMax == 7)
        #expect(idempotence.producers.map { $0.ids.map(\.id) } == [["first", "second"]])
    }

    @Test("producers remember as many ids as they are told to")
    func idempotenceLimit() throws {
        try data.run("XADD k 5-0 f v")
        try data.run("XCFGSET k IDMP-MAXSIZE 2")
        for id in 1...3 {
            for producer in ["p", "q"] { try data.run("XIDMPRECORD k \(producer) \(id) 5-0") }
        }
        let producers = try #require(try state().idempotence).producers
        #expect(producers.map(\.name) == ["p", "q"])
        #expect(producers.map { $0.ids.map(\.id) } == [["2", "3"], ["2", "3"]])
    }
}
