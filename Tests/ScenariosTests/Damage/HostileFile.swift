/// Small files that claim to be enormous.
struct HostileFile: CustomStringConvertible, Sendable {
    let description: String
    let bytes: [UInt8]

    init(_ description: String, _ bytes: [UInt8]) {
        self.description = description
        self.bytes = bytes
    }

    static let snapshots: [HostileFile] =
        aggregates.map { type, name in
            HostileFile("2^60 elements in \(name)", key(type) + length(1 << 60))
        } + [
            HostileFile("a string of 2^40 bytes", key(0) + length(1 << 40) + [0x61]),
            HostileFile("a string of 2^63 bytes", key(0) + length(1 << 63) + [0x61]),
            HostileFile("a list element of 2^40 bytes", key(1) + [1] + length(1 << 40)),
            HostileFile("a compressed string of 2^40 bytes", key(0) + compressed(1 << 40)),
            HostileFile("a compressed listpack of 2^40 bytes", key(16) + compressed(1 << 40)),
            HostileFile("a key of 2^40 bytes", magic + [0xFE, 0, 0] + length(1 << 40)),
            HostileFile("a field of 2^40 bytes", magic + [0xFA] + length(1 << 40)),
            HostileFile("an integer set of 2^32 elements", key(11) + blob([2, 0, 0, 0] + ones)),
            HostileFile("a listpack of 2^32 bytes", key(16) + blob(ones + [0xFF, 0xFF, 0xFF])),
            HostileFile(
                "a ziplist of 2^32 bytes",
                key(13) + blob(ones + ones + [0xFF, 0xFF, 0xFF])
            ),
            HostileFile(
                "a database of 2^60 keys",
                magic + [0xFE, 0, 0xFB] + length(1 << 60) + [0]
            ),
        ]

    static let logs: [HostileFile] = [
        HostileFile("a command of 2^60 arguments", Array("*1152921504606846976\r\n$3\r\n".utf8)),
        HostileFile("an argument of 2^40 bytes", Array("*2\r\n$1099511627776\r\nSET\r\n".utf8)),
        HostileFile("a string made to end at 2^60", command("SETRANGE", "k", "\(1 << 60)", "x")),
        HostileFile("a bit set at 2^62", command("SETBIT", "k", "\(1 << 62)", "1")),
    ]

    private static let magic = Array("REDIS0011".utf8)
    private static let ones: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    private static let aggregates: [(UInt8, String)] = [
        (1, "a list"), (2, "a set"), (3, "a sorted set"), (4, "a hash"), (5, "a sorted set"),
        (14, "a quicklist"), (18, "a quicklist"), (15, "a stream"), (19, "a stream"),
        (21, "a stream"),
    ]

    private static func key(_ type: UInt8) -> [UInt8] {
        magic + [0xFE, 0, type, 1, UInt8(ascii: "k")]
    }

    private static func length(_ value: UInt64) -> [UInt8] {
        [0x81] + (0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) }
    }

    private static func blob(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8(bytes.count)] + bytes
    }

    private static func compressed(_ expanded: UInt64) -> [UInt8] {
        [0xC3, 5] + length(expanded) + [0, 0x61, 0xE0, 0xFF, 0]
    }

    private static func command(_ words: String...) -> [UInt8] {
        Array(
            ("*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()).utf8
        )
    }
}
