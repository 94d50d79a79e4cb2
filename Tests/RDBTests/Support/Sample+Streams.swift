import RedoubtRDB

private typealias B = FileBytes

/// Streams, modules, arrays and rate limits.
extension Sample {
    /// Base 5-10: a live entry with the master's fields, a deleted one, and one with its own
    /// fields whose sequence lies before the base's.
    private static let node =
        [16] + B.id(5, 10)
        + B.blob(
            B.listpack(
                [2, 1, 2, "t", "h", 0]
                    + [2, 0, 0, 20, 50, 5]
                    + [3, 0, 1, 21, 51, 5]
                    + [0, 1, -9, 1, "own", "v", 6]
            )
        )

    private static let entryLines = [
        "begin stream ? compact", "entry 5-10 2", "t=20", "h=50", "entry 6-1 1", "own=v",
    ]

    private static let pending = B.id(5, 10) + B.little(Int64(900)) + [3]

    static let streams = [
        Sample(
            "stream",
            .stream,
            // The stored length is too high, as in files of old servers.
            [1] + node + [4, 6, 1, 1] + B.text("g") + [5, 10, 1] + pending + [1] + B.text("c")
                + B.little(Int64(800)) + [1] + B.id(5, 10),
            entryLines + [
                "state 2 last 6-1 first 5-10 deleted 0-0 added 2", "group g 5-10 read 1",
                "consumer c 800 800", "pending 5-10 c 900 3", "end",
            ]
        ),
        Sample(
            "empty stream",
            .stream,
            [0, 0, 0, 0, 1] + B.text("g") + [0, 0, 0, 0],
            [
                "begin stream ? compact", "state 0 last 0-0 first 0-0 deleted 0-0 added 0",
                "group g 0-0 read 0", "end",
            ]
        ),
        Sample(
            "stream, second form",
            .stream2,
            [1] + node + [2, 6, 1, 5, 10, 5, 11, 3, 1] + B.text("g") + [6, 1, 0x81]
                + B.big(UInt64.max) + [0, 0],
            entryLines + [
                "state 2 last 6-1 first 5-10 deleted 5-11 added 3", "group g 6-1 read unknown",
                "end",
            ]
        ),
        Sample(
            "stream, third form",
            .stream3,
            [1] + node + [2, 6, 1, 5, 10, 5, 11, 3, 1] + B.text("g") + [6, 1, 3, 0, 1]
                + B.text("c") + B.little(Int64(800)) + B.little(Int64(-1)) + [0],
            entryLines + [
                "state 2 last 6-1 first 5-10 deleted 5-11 added 3", "group g 6-1 read 3",
                "consumer c 800 -1", "end",
            ]
        ),
        Sample(
            "stream, fourth form",
            .stream4,
            .redis(13),
            [1] + node + [2, 6, 1, 5, 10, 5, 11, 3, 0, 60, 10, 1] + B.text("p") + [1]
                + B.text("i") + [5, 10, 9, 8],
            entryLines + [
                "state 2 last 6-1 first 5-10 deleted 5-11 added 3", "idempotence 60 10",
                "producer p i@5-10", "ids 9 8", "end",
            ]
        ),
        Sample(
            "stream, fifth form",
            .stream5,
            .redis(14),
            [0, 0, 6, 1, 0, 0, 0, 0, 3, 1] + B.text("g") + [6, 1, 3, 1] + pending + [0, 1]
                + B.id(5, 10) + [60, 10, 0, 0, 0],
            [
                "begin stream ? compact", "state 0 last 6-1 first 0-0 deleted 0-0 added 3",
                "idempotence 60 10", "ids 0 0", "group g 6-1 read 3",
                "pending 5-10 nobody 900 3", "end",
            ]
        ),
    ]

    static let others = [
        Sample(
            "module",
            .module,
            [0x81] + B.big(UInt64(2)) + [2, 5, 1, 6, 3, 0, 0, 0, 0, 4] + B.big(UInt64(0)) + [5]
                + B.text("s") + [0],
            [
                "begin module ? compact",
                "AAAAAAAAA 2 \\x02\\x05\\x01\\x06\\x03\\x00\\x00\\x00\\x00\\x04"
                    + String(repeating: "\\x00", count: 8) + "\\x05\\x01s\\x00",
                "end",
            ]
        ),
        Sample(
            "array",
            .array,
            .redis(14),
            [4, 1, 9, 0, 0] + B.text("s") + [2, 1] + B.little(Int64(-5)) + [3, 2]
                + B.little((1.5).bitPattern) + [40, 3] + B.text("tiny"),
            [
                "begin array 4 plain", "insert at 9", "[0]=s", "[2]=-5", "[3]=1.5", "[40]=tiny",
                "end",
            ]
        ),
        Sample(
            "rate limit",
            .rateLimit,
            .redis(15),
            [0x80, 0, 1, 0, 0],
            ["begin gcra ? plain", "time 65536", "end"]
        ),
    ]
}
