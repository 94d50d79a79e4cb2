import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Testing

private func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> T(8 * $0)) }
}

@Suite("The bytes of small values")
struct PayloadTests {
    @Test("a zipmap; with 254 pairs and more it does not say how many")
    func zipmap() throws {
        let encoded = try Encoded(for: .redis(2)) { (value) throws(Fault) in
            try value.hash([("a", "1", nil), ("bc", "", nil)])
        }
        let pairs: [UInt8] = [1, 0x61, 1, 0, 0x31, 2, 0x62, 0x63, 0, 0]
        #expect(encoded == Encoded(.hashZipmap, [12, 2] + pairs + [0xFF]))
        func count(_ count: Int) throws -> UInt8? {
            let encoded = try Encoded(for: .redis(3)) { (value) throws(Fault) in
                try value.hash(words(count).map { ($0, "v", nil) })
            }
            let content = try #require(try encoded?.content(.redis(3)))
            #expect(content.lines.count == count)
            return encoded?.payload[2]
        }
        #expect(try count(253) == 253)
        #expect(try count(254) == 254)
        #expect(try count(512) == 254)
    }

    @Test("ziplists have small integers from version 6 on")
    func ziplist() throws {
        func entries(_ number: Int) throws(Fault) -> Encoded? {
            try Encoded(for: .redis(number)) { (value) throws(Fault) in
                try value.list(["3", "100", "70000"])
            }
        }
        let header: (UInt32, UInt32) -> [UInt8] = { little($0) + little($1) + [3, 0] }
        let small: [UInt8] = [0, 0xF4, 2, 0xFE, 100, 3, 0xF0, 0x70, 0x11, 1, 0xFF]
        #expect(try entries(6) == Encoded(.listZiplist, [21] + header(21, 15) + small))
        let wide: [UInt8] = [
            0, 0xC0, 3, 0, 4, 0xC0, 100, 0, 4, 0xD0, 0x70, 0x11, 1, 0, 0xFF,
        ]
        #expect(try entries(5) == Encoded(.listZiplist, [25] + header(25, 18) + wide))
    }

    @Test("an intset, in ascending order and the smallest width")
    func intset() throws {
        let encoded = try Encoded(for: .redis(9)) { (value) throws(Fault) in
            try value.set(["5", "-2", "300"])
        }
        let members = little(Int16(-2)) + little(Int16(5)) + little(Int16(300))
        #expect(
            encoded == Encoded(.setIntset, [14] + little(UInt32(2)) + little(UInt32(3)) + members)
        )
        #expect(
            refusal(.redis(9)) { (value) throws(Fault) in try value.set(["5", "5"]) }
                == Fault(.duplicateElement)
        )
    }

    @Test("large sorted sets begin with the highest score, and with the last of equal ones")
    func binaryScores() throws {
        let long = words(1, size: 65)[0]
        let encoded = try Encoded(for: .redis(8)) { (value) throws(Fault) in
            try value.sortedSet([("b", 1), ("a", 1), (long, 2), ("c", -.infinity)])
        }
        func member(_ text: ByteString, _ score: Double) -> [UInt8] {
            let length: [UInt8] = text.count < 64 ? [] : [0x40]
            return length + [UInt8(text.count)] + text.array + little(score.bitPattern)
        }
        let members =
            member(long, 2) + member("b", 1) + member("a", 1) + member("c", -.infinity)
        #expect(encoded == Encoded(.sortedSetBinary, [4] + members))
    }

    @Test("before version 8 their scores are texts")
    func textScores() throws {
        let encoded = try Encoded(for: .redis(1)) { (value) throws(Fault) in
            try value.sortedSet([("a", 0.1), ("b", .infinity), ("c", -.infinity), ("d", -0.0)])
        }
        let tenth = Array("0.10000000000000001".utf8)
        let payload =
            [4, 1, 0x62, 254] + [1, 0x61, UInt8(tenth.count)] + tenth
            + [1, 0x64, 2, 0x2D, 0x30] + [1, 0x63, 255]
        #expect(encoded == Encoded(.sortedSet, payload))
    }

    @Test("array elements that are integers have eight bytes")
    func arrays() throws {
        let encoded = try Encoded(for: .redis(14)) { (value) throws(Fault) in
            try value.array([(0, "7"), (100, "ab")], insertAt: 101)
        }
        let payload =
            [2, 1, 0x40, 101] + [0, 1] + little(Int64(7)) + [0x40, 100, 0, 2, 0x61, 0x62]
        #expect(encoded == Encoded(.array, payload))
    }

    @Test("module values are copied behind their id, rate limits are a length")
    func others() throws {
        let encoded = try Encoded(for: .redis(8)) { (value) throws(Fault) in
            try value.module(0x0102_0304_0506_0708, [2, 5, 0])
        }
        #expect(encoded == Encoded(.module, [0x81, 1, 2, 3, 4, 5, 6, 7, 8, 2, 5, 0]))
        let limit = try Encoded(for: .redis(15)) { (value) throws(Fault) in
            try value.rateLimit(64)
        }
        #expect(limit == Encoded(.rateLimit, [0x40, 64]))
    }
}

@Suite("Scores in ziplists and listpacks")
struct PackedScoreTests {
    /// The last element of the blob that a sorted set with one member makes.
    private func score(_ score: Double, _ format: FormatVersion) throws -> [UInt8] {
        let encoded = try #require(
            try Encoded(for: format) { (value) throws(Fault) in
                try value.sortedSet([("a", score)])
            }
        )
        // A length, the header and the member stand in front.
        let start = format.number >= 10 ? 1 + 6 + 3 : 1 + 10 + 3
        return Array(encoded.payload[start...].dropLast())
    }

    private func listpackText(_ text: String) -> [UInt8] {
        [0x80 | UInt8(text.utf8.count)] + Array(text.utf8) + [UInt8(text.utf8.count + 1)]
    }

    @Test("integral scores are integers, from version 10 on up to 62 bits")
    func integral() throws {
        #expect(try score(3, .redis(10)) == [3, 1])
        #expect(try score(-1, .redis(12)) == [0xDF, 0xFF, 2])
        let large = [0xF4] + little(Int64(100_000_000_000_000_000)) + [9]
        #expect(try score(1e17, .redis(10)) == large)
        #expect(try score(1e17, .valkey(80)) == large)
        #expect(try score(1e17, .redis(9)) == [3, 5] + Array("1e+17".utf8))
        #expect(try score(1e20, .redis(10)) == listpackText("1e+20"))
        #expect(try score(0x1p62, .redis(11)) == [0xF4] + little(Int64(1) << 62) + [9])
        #expect(try score(0x1p63, .redis(11)) == listpackText("9223372036854776000"))
    }

    @Test("all others are texts: with 17 digits up to version 10, then shorter")
    func texts() throws {
        #expect(try score(0.1, .redis(10)) == listpackText("0.10000000000000001"))
        #expect(try score(0.1, .redis(11)) == listpackText("0.1"))
        #expect(try score(-.infinity, .redis(12)) == listpackText("-inf"))
    }

    @Test("minus zero keeps its sign as a text", arguments: FormatVersion.readable)
    func minusZero(_ format: FormatVersion) throws {
        let encoded = try #require(
            try Encoded(for: format) { (value) throws(Fault) in
                try value.sortedSet([("a", -0.0), ("b", 0)])
            }
        )
        #expect(try encoded.content(format).lines == ["a -0.0", "b 0.0"])
        #expect(encoded.type != .sortedSetBinary)
    }

    @Test("only Redis takes NaN, and only there")
    func notANumber() throws {
        let members: [(ByteString, Double)] = [("a", .nan), ("b", 1)]
        func write(_ value: inout ValueEncoder) throws(Fault) { try value.sortedSet(members) }
        let packed = try Encoded(for: .redis(9), write)
        #expect(try packed?.content(.redis(9)).lines == ["a nan", "b 1.0"])
        #expect(refusal(.valkey(80), write) == Fault(.badSortedSet))
        #expect(refusal(.redis(1), write) == Fault(.badSortedSet))
    }
}

@Suite("Hash fields that expire")
struct FieldExpiryTests {
    private let fields: [(ByteString, ByteString, Int64?)] = [
        ("a", "1", nil), ("b", "2", 500), ("c", "3", 70), ("d", "4", 500),
    ]

    @Test("a listpack has the next to expire first, and those that never do last")
    func listpack() throws {
        let encoded = try Encoded(for: .redis(12)) { (value) throws(Fault) in
            try value.hash(fields)
        }
        func element(_ name: UInt8, _ value: UInt8, _ time: [UInt8]) -> [UInt8] {
            [0x81, name, 2, value, 1] + time + [UInt8(time.count)]
        }
        let later: [UInt8] = [0xC1, 0xF4]
        let elements =
            element(0x63, 3, [70]) + element(0x62, 2, later) + element(0x64, 4, later)
            + element(0x61, 1, [0])
        let size = UInt8(elements.count + 7)
        let blob = [size, 0, 0, 0, 12, 0] + elements + [0xFF]
        #expect(encoded == Encoded(.hashListpackExpiry, little(Int64(70)) + [size] + blob))
    }

    @Test("a hash table counts from the first to expire")
    func hashTable() throws {
        let long = words(1, size: 65)[0]
        let encoded = try Encoded(for: .redis(15)) { (value) throws(Fault) in
            try value.hash([("a", "1", nil), ("b", "2", 500), (long, "3", 70)])
        }
        let payload =
            little(Int64(70)) + [3]
            + [0, 1, 0x61, 0xC0, 1] + [0x41, 0xAF, 1, 0x62, 0xC0, 2]
            + [1, 0x40, 65] + long.array + [0xC0, 3]
        #expect(encoded == Encoded(.hashExpiry, payload))
    }

    @Test("Valkey has the time behind each field")
    func valkey() throws {
        let encoded = try Encoded(for: .valkey(80)) { (value) throws(Fault) in
            try value.hash([("a", "1", nil), ("b", "2", 500)])
        }
        let payload =
            [2, 1, 0x61, 0xC0, 1] + little(Int64(-1)) + [1, 0x62, 0xC0, 2] + little(Int64(500))
        #expect(encoded == Encoded(.hashExpiryValkey, payload))
    }

    @Test("versions without them, and times that a version cannot say, are refused")
    func refusals() {
        func refused(_ format: FormatVersion, _ time: Int64) -> Fault? {
            refusal(format) { (value) throws(Fault) in try value.hash([("f", "v", time)]) }
        }
        #expect(refused(.redis(11), 1) == lacks(.fieldExpiries))
        #expect(refused(.redis(12), 1) == nil)
        #expect(refused(.redis(12), (1 << 48) - 1) == nil)
        #expect(refused(.redis(12), 1 << 48) == lacks(.fieldExpiryRange))
        #expect(refused(.redis(12), 0) == lacks(.fieldExpiryRange))
        #expect(refused(.valkey(80), 0) == nil)
        #expect(refused(.valkey(80), -1) == lacks(.fieldExpiryRange))
    }
}
