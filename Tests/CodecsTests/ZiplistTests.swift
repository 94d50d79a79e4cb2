import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("Ziplist")
struct ZiplistTests {
    @Test("integers are written as Redis 6.2 writes them, and read back")
    func integers() throws {
        let expected = bytes(
            hex: """
                91000000860000001b0000f102f202fd02fe0d03fe7f03c0800004feff03fe8003c07fff04c0ff0f04\
                c000f004c0001004c0ffef04c0ff7f04c0008004f000800005f0ff7fff05f0ffff7f05f000008005d0\
                0000800006d0ffff7fff06d0ffffff7f06d00000008006e000000080000000000ae0ffffff7fffffff\
                ff0ae0ffffffffffffff7f0ae00000000000000080ff
                """
        )
        let elements = PackedSamples.integers.map { ByteString(decimal: $0) }
        #expect(PackedSamples.ziplist(elements) == expected)
        #expect(try PackedSamples.elements(ofZiplist: expected) == elements)
        #expect(try ZiplistCheck.check(expected.rawSpan) == elements.count)
    }

    @Test("without the forms of version 6 the integers are wider and read the same")
    func oldIntegers() throws {
        let elements = PackedSamples.integers.map { ByteString(decimal: $0) }
        let blob = PackedSamples.ziplist(elements, usesSmallIntegers: false)
        #expect(try PackedSamples.elements(ofZiplist: blob) == elements)
        #expect(
            PackedSamples.ziplist(["0", "8388607"], usesSmallIntegers: false)
                == bytes(hex: "150000000e00000002" + "0000c0000004d0ffff7f00ff")
        )
    }

    @Test("texts are written as Redis 6.2 writes them, and read back")
    func texts() throws {
        let blob = PackedSamples.ziplist(PackedSamples.texts)
        let start = bytes(
            hex: """
                bb000000770000000900000002022d3004022b310403303037050161030331322005133932323333\
                3732303336383534373735383038153f
                """
        )
        #expect(Array(blob.prefix(start.count)) == start)
        #expect(blob.count == 187)
        #expect(try PackedSamples.elements(ofZiplist: blob) == PackedSamples.texts)
    }

    @Test(
        "the size of the entry before takes one or five bytes as in Redis 6.2",
        arguments: [
            (249, 268, 0x3630_fc1b_425b_fee1), (250, 269, 0xfa5f_3af5_8519_4acb),
            (251, 274, 0x0aef_d5a4_77b6_fe33), (252, 275, 0xbd53_27ed_dcf0_1d0f),
            (16383, 16406, 0xf9a7_ea23_e448_b85e), (16384, 16410, 0x6308_1bfd_c9bf_3402),
        ] as [(Int, Int, UInt64)]
    )
    func previousSize(length: Int, size: Int, print: UInt64) throws {
        let elements = [ByteString(PackedSamples.run(of: "z", length)), "end"]
        let blob = PackedSamples.ziplist(elements)
        #expect(blob.count == size)
        #expect(fingerprint(blob) == print)
        #expect(try PackedSamples.elements(ofZiplist: blob) == elements)
    }

    @Test("the long form of a small previous size is legal")
    func longPreviousSize() throws {
        let blob = bytes(hex: "15000000" + "0d000000" + "0200" + "000161" + "fe030000000162" + "ff")
        #expect(try PackedSamples.elements(ofZiplist: blob) == ["a", "b"])
    }

    @Test("a ziplist without entries is eleven bytes, and ends at once")
    func empty() throws {
        let blob = PackedSamples.ziplist([])
        #expect(blob == bytes(hex: "0b0000000a0000000000ff"))
        #expect(try PackedSamples.elements(ofZiplist: blob).isEmpty)
    }

    @Test("a count of 65535 is not known")
    func unknownCount() throws {
        var writer = ZiplistWriter()
        for _ in 0..<65540 { writer.append(integer: 1) }
        #expect(try ZiplistReader(writer.blob).countHint == nil)
        #expect(try ZiplistCheck.check(writer.finish()) == 65540)
    }

    @Test(
        "what is not a ziplist is refused",
        arguments: [
            "", "ff", "0b0000000a0000000000", "0c0000000a0000000000ff",
            // A previous size that is wrong, a last entry that is elsewhere, a wrong count.
            "0d0000000a000000010001f1ff", "10000000" + "0a000000" + "0200" + "00f2" + "02f202ff",
            "0d0000000a000000020000f1ff",
            // A reserved encoding, a string past the end, an end mark too early.
            "0d0000000a000000010000c1ff", "0d0000000a00000001000005ff",
            "0d0000000a0000000000ff00ff",
        ]
    )
    func refused(hex: String) {
        let blob = bytes(hex: hex)
        let result = outcome { () throws(Fault) in try ZiplistCheck.check(blob.rawSpan) }
        #expect((try? result.get()) == nil)
    }
}
