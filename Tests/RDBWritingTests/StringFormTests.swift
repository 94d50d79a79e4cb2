import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Testing

@Suite("The forms of strings")
struct StringFormTests {
    private func payload(_ text: ByteString) throws -> [UInt8] {
        try #require(
            Encoded(for: .redis(11)) { (value) throws(Fault) in try value.text(text) }
        ).payload
    }

    @Test(
        "canonical integers of up to 32 bits take 1, 2 or 4 bytes",
        arguments: [
            ("0", [0xC0, 0]), ("-1", [0xC0, 0xFF]), ("127", [0xC0, 0x7F]),
            ("-128", [0xC0, 0x80]), ("128", [0xC1, 0x80, 0]), ("-129", [0xC1, 0x7F, 0xFF]),
            ("32767", [0xC1, 0xFF, 0x7F]), ("32768", [0xC2, 0, 0x80, 0, 0]),
            ("2147483647", [0xC2, 0xFF, 0xFF, 0xFF, 0x7F]),
            ("-2147483648", [0xC2, 0, 0, 0, 0x80]),
        ] as [(ByteString, [UInt8])]
    )
    func integers(_ text: ByteString, _ bytes: [UInt8]) throws {
        #expect(try payload(text) == bytes)
    }

    @Test(
        "all other texts stay texts",
        arguments: ["", "-0", "+1", "007", " 1", "1 ", "2147483648", "-2147483649", "1.0", "-"]
            as [ByteString]
    )
    func texts(_ text: ByteString) throws {
        #expect(try payload(text) == [UInt8(text.count)] + text.array)
    }

    @Test("lengths take 1, 2 or 5 bytes")
    func lengths() throws {
        func header(_ count: Int) throws -> [UInt8] {
            let bytes = try payload(ByteString([UInt8](repeating: 0x61, count: count)))
            return Array(bytes.dropLast(count))
        }
        #expect(try header(63) == [63])
        #expect(try header(64) == [0x40, 64])
        #expect(try header(16383) == [0x7F, 0xFF])
        #expect(try header(16384) == [0x80, 0, 0, 0x40, 0])
    }

    @Test("strings of more than 20 bytes are compressed if that saves 4 bytes")
    func compression() throws {
        func compressed(_ text: String) throws(Fault) -> [UInt8] {
            var writer = try RDBWriter(ByteBuilder(), format: .redis(11))
            try writer.encodeKey(ByteString("k").bytes, KeyAttributes()) {
                (value) throws(Fault) in try value.text(ByteString(text))
            }
            return Array(try writer.finish().array[12...].dropLast(9))
        }
        let twenty = String(repeating: "a", count: 20)
        #expect(try compressed(twenty) == [20] + Array(twenty.utf8))
        let long = try compressed(twenty + "a")
        #expect(long.first == 0xC3)
        #expect(long.count < 16)
        let content = try Encoded(.string, long).content(.redis(11))
        #expect(content.lines == [twenty + "a"])
        let unlike = "abcdefghijklmnopqrstuvwxyz"
        #expect(try compressed(unlike) == [26] + Array(unlike.utf8))
    }
}
