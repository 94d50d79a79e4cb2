import RedoubtRDB

private typealias B = FileBytes

/// Strings, lists, sets and sorted sets in each of their types.
extension Sample {
    static let strings = [
        Sample(
            "raw string",
            .string,
            [3, 0x61, 0, 0x62],
            ["begin string ? plain", "a\\x00b", "end"]
        ),
        Sample("empty string", .string, [0], ["begin string ? plain", "", "end"]),
        Sample("8-bit integer", .string, [0xC0, 0x80], ["begin string ? plain", "-128", "end"]),
        Sample(
            "16-bit integer",
            .string,
            [0xC1, 0x39, 0x30],
            ["begin string ? plain", "12345", "end"]
        ),
        Sample(
            "32-bit integer",
            .string,
            [0xC2, 0xFF, 0xFF, 0xFF, 0x7F],
            ["begin string ? plain", "2147483647", "end"]
        ),
        Sample(
            "LZF string with an overlapping reference",
            .string,
            // One literal `a`, then nine bytes from one byte back.
            [0xC3, 5, 10, 0, 0x61, 0xE0, 0, 0],
            ["begin string ? plain", "aaaaaaaaaa", "end"]
        ),
    ]

    static let lists = [
        Sample(
            "list",
            .list,
            [2] + B.text("x") + [0xC0, 5],
            ["begin list 2 plain", "x", "5", "end"]
        ),
        Sample("empty list", .list, [0], ["begin list 0 plain", "end"]),
        Sample(
            "list in a ziplist",
            .listZiplist,
            B.blob(B.ziplist(["one", "two"])),
            ["begin list 2 compact", "one", "two", "end"]
        ),
        Sample(
            "quicklist of ziplists, one of them empty",
            .listQuicklist,
            [3] + B.blob(B.ziplist(["a"])) + B.blob(B.ziplist([])) + B.compressed(B.ziplist(["b"])),
            ["begin list ? compact", "a", "b", "end"]
        ),
        Sample(
            "quicklist of listpacks and plain nodes",
            .listQuicklist2,
            [3, 2] + B.blob(B.listpack(["a", 300])) + [1] + B.text("plain") + [2]
                + B.blob(B.listpack([])),
            ["begin list ? compact", "a", "300", "plain", "end"]
        ),
    ]

    static let sets = [
        Sample("set", .set, [2, 1, 0x61, 0xC0, 1], ["begin set 2 plain", "a", "1", "end"]),
        Sample(
            "set in an intset",
            .setIntset,
            B.blob(
                B.little(UInt32(2)) + B.little(UInt32(2)) + B.little(Int16(-3)) + B.little(Int16(9))
            ),
            ["begin set 2 compact", "-3", "9", "end"]
        ),
        Sample(
            "set in a listpack",
            .setListpack,
            B.blob(B.listpack(["m", -7])),
            ["begin set 2 compact", "m", "-7", "end"]
        ),
    ]

    static let sortedSets = [
        Sample(
            "sorted set with text scores",
            .sortedSet,
            [4] + B.text("a") + B.text("1.5") + B.text("b") + [254] + B.text("c") + [255]
                + B.text("d") + B.text("-0"),
            ["begin zset 4 plain", "a 1.5", "b inf", "c -inf", "d -0.0", "end"]
        ),
        Sample(
            "sorted set with binary scores",
            .sortedSetBinary,
            [1] + B.text("m") + B.little((0.25).bitPattern),
            ["begin zset 1 plain", "m 0.25", "end"]
        ),
        Sample(
            "sorted set in a ziplist",
            .sortedSetZiplist,
            B.blob(B.ziplist(["a", "-0", "b", "2.5"])),
            ["begin zset 2 compact", "a -0.0", "b 2.5", "end"]
        ),
        Sample(
            "sorted set in a listpack",
            .sortedSetListpack,
            B.blob(B.listpack(["a", 3, "b", "inf"])),
            ["begin zset 2 compact", "a 3.0", "b inf", "end"]
        ),
    ]
}
