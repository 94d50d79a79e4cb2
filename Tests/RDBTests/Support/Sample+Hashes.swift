import RedoubtRDB

private typealias B = FileBytes

/// Hashes in each of their types.
extension Sample {
    static let hashes = [
        Sample(
            "hash",
            .hash,
            [1] + B.text("f") + [0xC0, 200],
            ["begin hash 1 plain", "f=-56", "end"]
        ),
        Sample(
            "hash in a zipmap",
            .hashZipmap,
            .redis(2),
            // The second pair has two bytes of padding.
            B.blob([2, 1, 0x61, 1, 0, 0x78, 1, 0x62, 1, 2, 0x79, 0x2D, 0x2D, 0xFF]),
            ["begin hash 2 compact", "a=x", "b=y", "end"]
        ),
        Sample(
            "hash in a ziplist",
            .hashZiplist,
            B.blob(B.ziplist(["f", "v", "g", "w"])),
            ["begin hash 2 compact", "f=v", "g=w", "end"]
        ),
        Sample(
            "hash in a listpack",
            .hashListpack,
            B.compressed(B.listpack(["f", 1, "g", "w"])),
            ["begin hash 2 compact", "f=1", "g=w", "end"]
        ),
    ]

    static let expiringHashes = [
        Sample(
            "hash with expiries, Redis 7.4",
            .hashExpiry,
            .redis(12),
            B.little(Int64(1000)) + [3, 0] + B.text("a") + B.text("1") + [1] + B.text("b")
                + B.text("2") + [0x41, 0x00] + B.text("c") + B.text("3"),
            ["begin hash 3 plain", "a=1", "b=2 until 1000", "c=3 until 1255", "end"]
        ),
        Sample(
            "hash with expiries, Redis 7.4 release candidate",
            .hashExpiryPreGA,
            .redis(12),
            [2, 0] + B.text("a") + B.text("1") + [0x43, 0xE8] + B.text("b") + B.text("2"),
            ["begin hash 2 plain", "a=1", "b=2 until 1000", "end"]
        ),
        Sample(
            "hash with expiries, Valkey 9",
            .hashExpiryValkey,
            .valkey(80),
            [2] + B.text("a") + B.text("1") + B.little(Int64(-1)) + B.text("b") + B.text("2")
                + B.little(Int64(1000)),
            ["begin hash 2 plain", "a=1", "b=2 until 1000", "end"]
        ),
        Sample(
            "listpack with expiries, Redis 7.4",
            .hashListpackExpiry,
            .redis(12),
            B.little(Int64(77)) + B.blob(B.listpack(["a", "1", 77, "b", "2", 0])),
            ["begin hash 2 compact", "a=1 until 77", "b=2", "end"]
        ),
        Sample(
            "listpack with expiries, Redis 7.4 release candidate",
            .hashListpackExpiryPreGA,
            .redis(12),
            B.blob(B.listpack(["a", "1", 77])),
            ["begin hash 1 compact", "a=1 until 77", "end"]
        ),
    ]

    static let templates = [
        Sample(
            "listpack with template",
            .hashTemplateListpack,
            .redis(15),
            // The example of a server's DUMP answer.
            [0] + B.blob(B.listpack(["field1", "field2"])) + B.blob(B.listpack([0, 1, 2])),
            ["begin hash 2 compact", "field1=1", "field2=2", "end"]
        ),
        Sample(
            "listpack of a shared template",
            .hashTemplateListpackReference,
            .redis(15),
            B.blob(B.listpack([7, "x", "y"])),
            ["begin hash 2 compact", "a=x", "b=y", "end"]
        ),
        Sample(
            "array with template",
            .hashTemplateArray,
            .redis(15),
            [1, 2] + B.text("field1") + B.text("field2") + [0xC0, 1, 0xC0, 2],
            ["begin hash 2 plain", "field1=1", "field2=2", "end"]
        ),
        Sample(
            "array of a shared template",
            .hashTemplateArrayReference,
            .redis(15),
            [7] + B.text("x") + B.text("y"),
            ["begin hash 2 plain", "a=x", "b=y", "end"]
        ),
    ]
}
