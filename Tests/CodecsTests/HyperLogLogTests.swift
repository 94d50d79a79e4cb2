import RedoubtBytes
import RedoubtCodecs
import Testing

/// The expected bytes were read from a Redis 7.0.15 after the same commands.
@Suite("HyperLogLog")
struct HyperLogLogTests {
    /// After `PFADD` of `a` to `g`.
    static let sevenElements = bytes(
        hex: """
            48594c4c010000000000000000000080466d80560c80443c84388050b184498c80426d80425a
            """
    )

    private func value(of elements: [ByteString]) throws -> HyperLogLog {
        var value = HyperLogLog()
        value.invalidate()
        for element in elements { _ = try value.add(element.bytes) }
        return value
    }

    private func numbered(_ prefix: String, _ range: Range<Int>) -> [ByteString] {
        range.map { ByteString("\(prefix):\($0)") }
    }

    @Test("a new value is sparse, empty and stale")
    func creation() throws {
        let expected = bytes(hex: "48594c4c0100000000000000000000807fff")
        #expect(try value(of: []).bytes == expected)
    }

    @Test("a few elements give the bytes of the server")
    func few() throws {
        let seven = try value(of: ["a", "b", "c", "d", "e", "f", "g"])
        #expect(seven.bytes == Self.sevenElements)
        let others = try value(
            of: [
                "h", "i", "",
                ByteString([0x00, 0xFF, 0x80] + Array("longer than eight bytes".utf8)),
            ]
        )
        let expected = bytes(
            hex: "48594c4c01000000000000000000008050578046d88457848044a0844ca4"
        )
        #expect(others.bytes == expected)
    }

    @Test("an element that was seen changes nothing")
    func seen() throws {
        var value = try HyperLogLog(Self.sevenElements)
        #expect(try value.add(ByteString("d").bytes) == false)
        #expect(value.bytes == Self.sevenElements)
    }

    @Test("the count is cached in the header")
    func cache() throws {
        var value = try HyperLogLog(Self.sevenElements)
        #expect(value.isStale)
        #expect(try value.refreshCachedCount() == 7)
        #expect(!value.isStale)
        #expect(value.cachedCount == 7)
        var expected = Self.sevenElements
        expected.replaceSubrange(8..<16, with: [7, 0, 0, 0, 0, 0, 0, 0])
        #expect(value.bytes == expected)
        #expect(try value.add(ByteString("new").bytes))
        #expect(value.isStale)
    }

    @Test("two sparse values merge to the bytes of the server")
    func merge() throws {
        var merged = try value(of: [])
        let other = try value(
            of: [
                "h", "i", "",
                ByteString([0x00, 0xFF, 0x80] + Array("longer than eight bytes".utf8)),
            ]
        )
        try merged.merge([HyperLogLog(Self.sevenElements), other])
        let expected = bytes(
            hex: """
                48594c4c010000000000000000000080466d8049e88046d884454880443c8438804dc28042ed8441b1\
                8447d980426d80425a
                """
        )
        #expect(merged.bytes == expected)
        #expect(try merged.refreshCachedCount() == 11)
    }

    @Test("thousands of elements give the bytes of the server, sparse and dense")
    func many() throws {
        let expected: [Int: (size: Int, print: UInt64)] = [
            100: (285, 0xd002_3211_7fb0_889c), 500: (1049, 0x3056_7cad_fb7d_705e),
            1000: (1898, 0x6ba4_29bc_d506_72b6), 1500: (2723, 0xbe6d_5311_b79b_e229),
            1600: (2887, 0x4554_060f_33ee_a007), 1700: (12304, 0x5dbe_7dc3_1d83_bc87),
            2000: (12304, 0x22cc_b9ed_4f7b_c3d1), 5000: (12304, 0x35dd_c342_4513_4a93),
        ]
        var value = try value(of: [])
        for number in 1...5000 {
            _ = try value.add(ByteString("element:\(number)").bytes)
            #expect(value.isDense == (number >= 1668))
            guard let (size, print) = expected[number] else { continue }
            #expect(value.bytes.count == size)
            #expect(fingerprint(value.bytes) == print)
        }
        #expect(try value.refreshCachedCount() == 5005)
        #expect(Array(value.bytes.prefix(10)) == bytes(hex: "48594c4c000000008d13"))
        var merged = try self.value(of: [])
        try merged.merge([HyperLogLog(Self.sevenElements), value])
        #expect(fingerprint(merged.bytes) == 0xd940_6612_53af_d920)
        #expect(try merged.estimate() == 5014)
    }

    @Test("a merge of sparse values turns dense on the way where the server does")
    func mergeOutgrows() throws {
        let left = try value(of: numbered("left", 0..<1000))
        let right = try value(of: numbered("right", 0..<1000))
        #expect(fingerprint(left.bytes) == 0xec80_0c06_161e_fff8)
        #expect(fingerprint(right.bytes) == 0x6372_84df_55fb_9326)
        var merged = try value(of: [])
        try merged.merge([left, right])
        #expect(merged.isDense)
        #expect(fingerprint(merged.bytes) == 0x79d5_001b_6879_4dc3)
        #expect(try merged.estimate() == 2017)
    }

    @Test(
        "a string that is no HyperLogLog is refused",
        arguments: [
            "", "48594c4c", "58594c4c0100000000000000000000807fff",
            "48594c4c0200000000000000000000807fff", "48594c4c0000000000000000000000807fff",
        ]
    )
    func refused(hex: String) {
        #expect(throws: Fault(.badHyperLogLog)) { try HyperLogLog(bytes(hex: hex)) }
    }

    @Test(
        "sparse registers that are too few, too many or cut are found",
        arguments: ["", "7ffe", "7fff00", "7fff80", "7f", "7ffe7fff"]
    )
    func damagedRegisters(hex: String) throws {
        let header = bytes(hex: "48594c4c010000000000000000000080")
        let value = try HyperLogLog(header + bytes(hex: hex))
        #expect(throws: Fault(.badHyperLogLog)) { try value.estimate() }
        var target = HyperLogLog()
        #expect(throws: Fault(.badHyperLogLog)) { try target.merge([value]) }
    }

    @Test("forged dense registers are counted without a trap")
    func forged() throws {
        let header = bytes(hex: "48594c4c000000000000000000000080")
        let full = try HyperLogLog(header + [UInt8](repeating: 0xFF, count: 12288))
        #expect(try full.estimate() == 1 << 63)
        let empty = try HyperLogLog(header + [UInt8](repeating: 0, count: 12288))
        #expect(try empty.estimate() == 0)
    }
}
