import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

@Suite("Stream group commands")
struct StreamGroupCommandTests {
    private let data = Replayed()

    init() throws {
        for id in 1...4 { try data.run("XADD k \(id)-0 f v") }
        try data.run("XGROUP CREATE k g 0")
    }

    private func group(_ data: Replayed? = nil) throws -> StreamGroupValue {
        try #require(try (data ?? self.data).stream("k")?.groups[ByteString("g").bytes])
    }

    /// The pending entries as `id consumer time count`.
    private func pending(_ data: Replayed? = nil) throws -> [String] {
        let exchanged = try group(data).exchanged(name: "g")
        return exchanged.pending.map { entry in
            let owner = entry.consumer.map { exchanged.consumers[$0].name.printable } ?? "-"
            return "\(entry.id) \(owner) \(entry.deliveryTimeMs) \(entry.deliveryCount)"
        }
    }

    @Test("a group starts where it is told to")
    func creating() throws {
        #expect(try group().lastID == .zero)
        #expect(try group().entriesRead == nil)
        try data.run("XGROUP SETID k g $ ENTRIESREAD 4")
        #expect(try group().lastID == StreamID(4, 0))
        #expect(try group().entriesRead == 4)
        // Without a count it is not known again.
        try data.run("XGROUP SETID k g 2")
        #expect(try group().lastID == StreamID(2, 0))
        #expect(try group().entriesRead == nil)
    }

    @Test("malformed and impossible group commands are refused")
    func refused() {
        for line in [
            "XGROUP CREATE k g $", "XGROUP CREATE none g $", "XGROUP CREATE k h",
            "XGROUP CREATE k h x", "XGROUP CREATE k h $ ENTRIESREAD -2", "XGROUP SETID k none $",
            "XGROUP SETID k g $ MKSTREAM", "XGROUP DELCONSUMER k g",
            "XGROUP CREATECONSUMER k none c",
            "XGROUP DESTROY none g", "XGROUP RENAME k g", "XGROUP HELP",
        ] {
            #expect(data.refuses(line), "\(line)")
        }
    }

    @Test("MKSTREAM makes an empty stream")
    func makingStream() throws {
        try data.run("XGROUP CREATE new g $ MKSTREAM")
        #expect(try data.ids("new") == "")
        #expect(try data.stream("new")?.groups.count == 1)
    }

    @Test("consumers go with what they have pending, groups with everything")
    func removing() throws {
        #expect(try data.run("XGROUP CREATECONSUMER k g c") == .integer(1))
        #expect(try data.run("XGROUP CREATECONSUMER k g c") == .integer(0))
        try data.run("XCLAIM k g c 0 1-0 2-0 FORCE JUSTID")
        try data.run("XCLAIM k g d 0 3-0 FORCE JUSTID")
        #expect(try data.run("XGROUP DELCONSUMER k g c") == .integer(2))
        #expect(try data.run("XGROUP DELCONSUMER k g c") == .integer(0))
        #expect(try pending().count == 1)
        #expect(try data.run("XGROUP DESTROY k g") == .integer(1))
        #expect(try data.run("XGROUP DESTROY k g") == .integer(0))
    }

    @Test("a claim as it is logged", arguments: ["FORCE JUSTID LASTID 3-0", "JUSTID FORCE"])
    func loggedClaim(_ options: String) throws {
        try data.run("XCLAIM k g c 0 2-0 TIME 77 RETRYCOUNT 3 \(options)")
        #expect(try pending() == ["2-0 c 77 3"])
        let last = options.contains("LASTID") ? StreamID(3, 0) : .zero
        #expect(try group().lastID == last)
        #expect(try group().entriesRead == nil)
        try data.run("XCLAIM k g d 0 2-0 TIME 88 RETRYCOUNT 4 \(options)")
        #expect(try pending() == ["2-0 d 88 4"])
        #expect(try group().lastID == last)
        #expect(try data.run("XACK k g 2-0 2-0 9-0") == .integer(1))
        #expect(try pending().isEmpty)
    }

    @Test("a claim as it is sent counts deliveries and looks at the idle time")
    func sentClaim() throws {
        try data.run("XCLAIM k g c 0 1-0 FORCE")
        #expect(try pending() == ["1-0 c 1000000 2"])
        try data.run("XCLAIM k g d 1 1-0")
        #expect(try pending() == ["1-0 c 1000000 2"])
        data.context.clock.nowMs += 5
        try data.run("XCLAIM k g d 5 1-0 IDLE 3")
        #expect(try pending() == ["1-0 d 1000002 3"])
        // Without FORCE nothing new comes onto the list.
        try data.run("XCLAIM k g d 0 2-0")
        #expect(try pending().count == 1)
    }

    @Test("claiming a deleted entry takes it off the list, but not before 7.0")
    func deletedEntries() throws {
        let old = Replayed(ServerProfile(.redis, 6, 2))
        for replayed in [data, old] {
            if replayed === old {
                try old.run("XADD k 1-0 f v")
                try old.run("XGROUP CREATE k g 0")
            }
            try replayed.run("XCLAIM k g c 0 1-0 TIME 5 FORCE JUSTID")
            try replayed.run("XDEL k 1-0")
            try replayed.run("XCLAIM k g d 0 1-0 TIME 6 JUSTID")
            try replayed.run("XCLAIM k g d 0 9-0 TIME 6 FORCE JUSTID")
        }
        #expect(try pending().isEmpty)
        #expect(try pending(old) == ["1-0 d 6 1"])
    }

    @Test("claiming makes the consumer even if nothing is claimed, since 7.2")
    func consumerOfEmptyClaim() throws {
        let old = Replayed(ServerProfile(.redis, 7, 0))
        try old.run("XGROUP CREATE k g 0 MKSTREAM")
        for replayed in [data, old] { try replayed.run("XCLAIM k g c 0 9-0 JUSTID") }
        #expect(try group().consumers.count == 1)
        #expect(try group(old).consumers.isEmpty)
    }

    @Test("an automatic claim goes on from an id and stops at a count")
    func autoClaim() throws {
        try data.run("XCLAIM k g c 0 1-0 2-0 3-0 4-0 TIME 5 RETRYCOUNT 1 FORCE")
        try data.run("XAUTOCLAIM k g d 10 2-0 COUNT 2 JUSTID")
        #expect(
            try pending() == [
                "1-0 c 5 1", "2-0 d 1000000 1", "3-0 d 1000000 1", "4-0 c 5 1",
            ]
        )
        #expect(data.refuses("XAUTOCLAIM k g d 0 0 COUNT 0"))
    }

    @Test("an entry that is handed back belongs to nobody")
    func handingBack() throws {
        try data.run("XCLAIM k g c 0 1-0 2-0 3-0 TIME 5 RETRYCOUNT 4 FORCE")
        try data.run("XNACK k g FAIL IDS 1 1-0")
        try data.run("XNACK k g SILENT IDS 1 2-0")
        try data.run("XNACK k g FATAL IDS 1 3-0 RETRYCOUNT 9")
        #expect(try data.run("XNACK k g FAIL IDS 2 4-0 9-0 FORCE") == .integer(1))
        #expect(try pending() == ["1-0 - 0 4", "2-0 - 0 3", "3-0 - 0 9", "4-0 - 0 0"])
        #expect(try group().consumers[ByteString("c").bytes]?.pending.count == 0)
        try data.run("XCLAIM k g c 99 1-0 TIME 5 JUSTID")
        #expect(try pending()[0] == "1-0 c 5 4")
    }

    @Test("malformed claims change nothing")
    func refusedClaims() throws {
        for line in [
            "XCLAIM k none c 0 1-0", "XCLAIM k g c x 1-0", "XCLAIM k g c 0 1-0 TIME x",
            "XCLAIM k g c 0 1-0 TIME", "XCLAIM k g c 0 1-0 FORCE 2-0",
            "XCLAIM k g c 0 1-0 RETRYCOUNT -1 FORCE", "XACK k g x",
        ] {
            #expect(data.refuses(line), "\(line)")
        }
        #expect(try pending().isEmpty)
    }
}
