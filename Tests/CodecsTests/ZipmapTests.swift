import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("Zipmap")
struct ZipmapTests {
    /// `foo` → `bar` with two bytes of padding, and an empty field with an empty value.
    static let sample = bytes(hex: "02" + "03666f6f" + "0302" + "626172" + "0000" + "000000" + "ff")

    @Test("pairs are read, and the padding behind a value is not part of it")
    func pairs() throws {
        #expect(try PackedSamples.pairs(ofZipmap: Self.sample) == [["foo", "bar"], ["", ""]])
    }

    @Test("a count byte of 254 or 255 means that only a scan tells", arguments: [254, 255])
    func unknownCount(count: UInt8) throws {
        var blob = Self.sample
        blob[0] = count
        #expect(try PackedSamples.pairs(ofZipmap: blob).count == 2)
    }

    @Test("a length of 254 or more has four bytes")
    func longLength() throws {
        let value = PackedSamples.run(of: "v", 300)
        let blob = bytes(hex: "01" + "016b" + "fe2c01000000") + value + [0xFF]
        #expect(try PackedSamples.pairs(ofZipmap: blob) == [["k", ByteString(value)]])
    }

    @Test(
        "what is not a zipmap is refused",
        arguments: [
            "", "ff", "0100", "01ff", "00" + "016b" + "010076" + "ff", "01" + "056b" + "ff",
            "01" + "016b" + "ff", "01" + "016b" + "0105" + "76" + "ff", "01" + "ffff",
            "01" + "feffffffff" + "ff",
        ]
    )
    func refused(hex: String) {
        let blob = bytes(hex: hex)
        let result = outcome { () throws(Fault) in try PackedSamples.pairs(ofZipmap: blob) }
        #expect((try? result.get()) == nil)
    }
}
