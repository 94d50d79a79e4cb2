import RedoubtBytes

/// Bytes of snapshots put together by hand, right or wrong.
enum HandmadeBytes {
    typealias Bytes = [UInt8]

    /// Where the key of ``snapshot(_:version:)`` begins, and its payload if its name is `k`.
    static let record = 24
    static let payload = 27

    /// A snapshot with the checksum left out: a sound key, what is given, and another sound key.
    static func snapshot(_ middle: Bytes, version: String = "REDIS0011") -> Bytes {
        Array(version.utf8) + [0xFE, 0] + string("first") + middle + string("last") + end
    }

    /// The end mark, and a checksum that was not computed.
    static let end: Bytes = [0xFF] + Bytes(repeating: 0, count: 8)

    /// A key whose value is the string `value`.
    static func string(_ name: String) -> Bytes { [0] + text(name) + text("value") }

    /// A key `k` of a type.
    static func key(_ type: UInt8, _ payload: Bytes) -> Bytes { [type] + text("k") + payload }

    /// A string of less than 64 bytes.
    static func text(_ text: String) -> Bytes { blob(Array(text.utf8)) }

    /// A blob with its length.
    static func blob(_ bytes: Bytes) -> Bytes {
        bytes.count < 64
            ? [UInt8(bytes.count)] + bytes
            : [0x40 | UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }

    static func little<N: FixedWidthInteger>(_ number: N) -> Bytes {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    // MARK: Blobs

    /// An element of a listpack: a number below 128, or a text of less than 64 bytes.
    enum Element: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case number(UInt8)
        case text(String)

        init(stringLiteral text: String) { self = .text(text) }
        init(integerLiteral number: UInt8) { self = .number(number) }

        var listpackBytes: Bytes {
            switch self {
            case .number(let number): [number, 1]
            case .text(let text):
                [0x80 | UInt8(text.utf8.count)] + text.utf8 + [UInt8(text.utf8.count + 1)]
            }
        }

        var ziplistBytes: Bytes {
            switch self {
            case .number(let number): [0xFE, number]
            case .text(let text): [UInt8(text.utf8.count)] + text.utf8
            }
        }
    }

    /// A listpack; `count` where the header is to give another number of elements.
    static func listpack(_ elements: [Element], count: Int? = nil) -> Bytes {
        let body = elements.flatMap(\.listpackBytes)
        return little(UInt32(body.count + 7)) + little(UInt16(count ?? elements.count)) + body
            + [0xFF]
    }

    /// A ziplist; `tailShift` where the header is to give another place for its last entry.
    static func ziplist(_ elements: [Element], tailShift: UInt32 = 0) -> Bytes {
        var body: Bytes = []
        var previous = 0
        var tail = 10
        for element in elements {
            tail = 10 + body.count
            let entry = [UInt8(previous)] + element.ziplistBytes
            body += entry
            previous = entry.count
        }
        return little(UInt32(body.count + 11)) + little(UInt32(tail) + tailShift)
            + little(UInt16(elements.count)) + body + [0xFF]
    }

    /// An intset of 16-bit members; `count` where the header is to give another number.
    static func intset(_ members: [Int16], count: Int? = nil) -> Bytes {
        little(UInt32(2)) + little(UInt32(count ?? members.count)) + members.flatMap { little($0) }
    }

    // MARK: Streams

    /// A raw id, as node keys and pending entries have it.
    static func id(_ milliseconds: UInt64, _ sequence: UInt64) -> Bytes {
        [milliseconds, sequence].flatMap { number in
            withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }
    }

    /// A node with one field per entry, at `base` milliseconds, with entries so far behind that.
    static func node(base: UInt64, _ entries: [UInt8], live: UInt8? = nil) -> Bytes {
        var elements: [Element] = [.number(live ?? UInt8(entries.count)), 0, 1, "f", 0]
        for entry in entries { elements += [2, .number(entry), 0, "v", 4] }
        return blob(id(base, 0)) + blob(listpack(elements))
    }

    /// What stands behind the nodes of type 19: one live entry 5-0, and groups.
    static func streamState(length: UInt8 = 1, first: UInt8 = 5, groups: Bytes = [0]) -> Bytes {
        [length, 5, 0, first, 0, 0, 0, 1] + groups
    }

    /// A group with one pending entry 5-0 that belongs to the consumers as they are given.
    static func group(_ name: String, consumers: [(String, owns: Bool)]) -> Bytes {
        let pending = [1] + id(5, 0) + little(Int64(7)) + [1]
        let owners = consumers.flatMap { consumer in
            text(consumer.0) + little(Int64(7)) + (consumer.owns ? [1] + id(5, 0) : [0])
        }
        return text(name) + [5, 0, 1] + pending + [UInt8(consumers.count)] + owners
    }
}
