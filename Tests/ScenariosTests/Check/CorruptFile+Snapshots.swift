import RedoubtRecovery

extension CorruptFile {
    private typealias Hand = HandmadeBytes

    private static let sound = Hand.snapshot(Hand.string("k"))

    /// A snapshot whose key `k` is damaged within its value.
    private static func value(
        _ name: String,
        _ kind: Finding.Kind,
        at offset: Int = 0,
        version: String = "REDIS0011",
        isStructural: Bool = false,
        _ type: UInt8,
        _ payload: [UInt8]
    ) -> CorruptFile {
        CorruptFile(
            name + ".rdb",
            kind,
            at: Hand.payload + offset,
            key: "k",
            isStructural: isStructural,
            Hand.snapshot(Hand.key(type, payload), version: version)
        )
    }

    /// What is wrong around values.
    static let frames: [CorruptFile] = [
        CorruptFile(
            "magic.rdb",
            .magic,
            at: 0,
            isStructural: true,
            Array("REDIX0011".utf8) + sound.dropFirst(9)
        ),
        CorruptFile(
            "cut-off.rdb",
            .cutOff,
            at: 34,
            isStructural: true,
            Array(sound.prefix(34))
        ),
        CorruptFile(
            "checksum.rdb",
            .checksum,
            at: sound.count - 8,
            isStructural: true,
            sound.dropLast() + [1]
        ),
        CorruptFile(
            "unknown-type.rdb",
            .unknownType,
            at: Hand.record,
            key: nil,
            isStructural: true,
            Hand.snapshot(Hand.key(200, Hand.text("value")))
        ),
        CorruptFile(
            "framing.rdb",
            .framing,
            at: Hand.record + 1,
            isStructural: true,
            Hand.snapshot([0, 0x82, 0xFF, 0xFF] + Hand.text("value"))
        ),
        CorruptFile(
            "type-too-new.rdb",
            .typeTooNew,
            at: Hand.record,
            key: "k",
            isStructural: true,
            Hand.snapshot(Hand.key(33, [7]), version: "REDIS0010")
        ),
        CorruptFile(
            "opcode-too-new.rdb",
            .opcodeTooNew,
            at: Hand.record,
            isStructural: true,
            Hand.snapshot([245] + Hand.text("#!lua name=l"), version: "REDIS0009")
        ),
        CorruptFile(
            "foreign-opcode.rdb",
            .foreignOpcode,
            at: Hand.record,
            isStructural: true,
            Hand.snapshot([121, 7])
        ),
        CorruptFile(
            "function.rdb",
            .function,
            at: Hand.record,
            isStructural: true,
            Hand.snapshot([245] + Hand.text("no first line"))
        ),
        CorruptFile(
            "trailing-bytes.rdb",
            .trailingBytes,
            at: sound.count,
            isStructural: true,
            sound + [0, 0, 0]
        ),
        CorruptFile(
            "key-count.rdb",
            .keyCount,
            at: Hand.record,
            isStructural: true,
            Hand.snapshot([0xFB, 9, 0])
        ),
        CorruptFile(
            "duplicate-key.rdb",
            .duplicateKey,
            at: Hand.record,
            key: "first",
            Hand.snapshot(Hand.string("first"))
        ),
        CorruptFile(
            "expired-keys.rdb",
            .expiredKeys,
            at: nil,
            Hand.snapshot([0xFC] + Hand.little(Int64(1000)) + Hand.string("k"))
        ),
        CorruptFile(
            "compression.rdb.gz",
            .compression,
            at: 54,
            isStructural: true,
            gzip(sound)
        ),
    ]

    /// A gzip file with its content stored as it is, and a wrong checksum around it.
    private static func gzip(_ content: [UInt8]) -> [UInt8] {
        let count = UInt16(content.count)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [1] + Hand.little(count)
            + Hand.little(~count) + content + Hand.little(UInt32(0))
            + Hand.little(UInt32(content.count))
    }

    /// Strings and blobs.
    static let values: [CorruptFile] = [
        value("lzf", .lzf, at: 3, 0, [0xC3, 2, 40, 0xE0, 0x7F]),
        value("listpack-back-length", .listpack, at: 6, 16, brokenBackLength),
        value("listpack-count", .listpack, at: 10, 16, Hand.blob(Hand.listpack([1, 2], count: 4))),
        value("ziplist-back-length", .ziplist, at: 13, 13, brokenZiplist),
        value(
            "ziplist-tail",
            .ziplist,
            at: 16,
            13,
            Hand.blob(Hand.ziplist(["f", 1], tailShift: 1))
        ),
        value("zipmap", .zipmap, 9, Hand.blob([1, 1, 0x66, 1, 0, 0x76, 0])),
        value("zipmap-count", .zipmap, 9, Hand.blob([255, 1, 0x66, 1, 0, 0x76, 0xFF])),
        value("intset", .intset, 11, Hand.blob(Hand.intset([1, 2], count: 3))),
        value("intset-order", .intsetOrder, 11, Hand.blob(Hand.intset([2, 1]))),
        value("quicklist", .quicklist, at: 1, 18, [1, 3] + Hand.blob(Hand.listpack([1]))),
        value(
            "module",
            .module,
            at: 9,
            isStructural: true,
            7,
            [0x81] + Array(repeating: 7, count: 8) + [9, 0]
        ),
        value(
            "array",
            .array,
            at: 6,
            version: "REDIS0014",
            28,
            [2, 0, 5, 0, 1, 0x61, 4, 0, 1, 0x61]
        ),
        value("template", .template, version: "REDIS0015", isStructural: true, 32, [3]),
    ]

    private static let brokenBackLength: [UInt8] = {
        var blob = Hand.blob(Hand.listpack(["f", "v"]))
        blob[9] = 5
        return blob
    }()

    private static let brokenZiplist: [UInt8] = {
        var blob = Hand.blob(Hand.ziplist(["f", "v"]))
        blob[14] = 7
        return blob
    }()

    /// Hashes, sets and sorted sets.
    static let collections: [CorruptFile] = [
        value("hash", .hash, at: 9, 16, Hand.blob(Hand.listpack(["f"]))),
        value(
            "hash-expiry-order",
            .hashExpiryOrder,
            version: "REDIS0012",
            25,
            Hand.little(Int64(0)) + Hand.blob(Hand.listpack(["f", "v", 0, "g", "v", 100]))
        ),
        value("sorted-set", .sortedSet, at: 9, 17, Hand.blob(Hand.listpack(["m", "no number"]))),
        value("sorted-set-order", .sortedSetOrder, 17, Hand.blob(Hand.listpack(["m", 2, "n", 1]))),
        value("score", .score, at: 3, 5, [1] + Hand.text("m") + Hand.little(Double.nan.bitPattern)),
        value(
            "duplicate-member",
            .duplicateElement,
            20,
            Hand.blob(Hand.listpack(["a", "b", "a"]))
        ),
        value(
            "duplicate-field",
            .duplicateElement,
            16,
            Hand.blob(Hand.listpack(["f", 1, "g", 2, "f", 3]))
        ),
        value(
            "duplicate-scored",
            .duplicateElement,
            5,
            [2] + Hand.text("m") + Hand.little(UInt64(0)) + Hand.text("m")
                + Hand.little(UInt64(0))
        ),
        value("empty-value", .emptyValue, 2, [0]),
    ]

    /// Streams: one entry 5-0.
    static let streams: [CorruptFile] = [
        value(
            "stream",
            .stream,
            at: 24,
            19,
            [1] + Hand.blob(Hand.id(5, 0)) + [7] + emptyListpack + state
        ),
        value("stream-order", .streamOrder, at: 52, 19, [1] + Hand.node(base: 5, [9, 3]) + state),
        value(
            "stream-counts",
            .streamCounts,
            at: 35,
            19,
            [1] + Hand.node(base: 5, [0], live: 2) + state
        ),
        value(
            "stream-state",
            .streamState,
            19,
            [1] + Hand.node(base: 5, [0]) + Hand.streamState(first: 4)
        ),
        value(
            "stream-pending",
            .streamPending,
            at: 100,
            19,
            withGroups(Hand.group("g", consumers: [("c", owns: false)]), count: 1)
        ),
        value(
            "stream-group-twice",
            .streamGroups,
            19,
            withGroups(
                Hand.group("g", consumers: [("c", owns: true)])
                    + Hand.group("g", consumers: [("c", owns: true)]),
                count: 2
            )
        ),
        value(
            "stream-consumer-twice",
            .streamGroups,
            19,
            withGroups(
                Hand.group("g", consumers: [("c", owns: true), ("c", owns: false)]),
                count: 1
            )
        ),
    ]

    private static let state = Hand.streamState()
    private static let emptyListpack = Hand.listpack([])

    private static func withGroups(_ groups: [UInt8], count: UInt8) -> [UInt8] {
        [1] + Hand.node(base: 5, [0]) + Hand.streamState(groups: [count] + groups)
    }
}
