import RedoubtBytes
import Testing

@Suite("Decimal text")
struct DecimalTextTests {
    @Test(
        "integers read back from their canonical text",
        arguments: [0, 1, -1, 9, 10, -10, 127, 4095, Int64.max, Int64.min, Int64.max - 1]
    )
    func roundTrip(value: Int64) {
        let text = ByteString(decimal: value)
        #expect(text == ByteString(String(value)))
        #expect(Int64(canonicalDecimal: text.bytes) == value)
    }

    @Test(
        "anything else is not an integer",
        arguments: [
            "", "-", "-0", "+1", "01", "-01", " 1", "1 ", "1a", "9223372036854775808",
            "-9223372036854775809", "99999999999999999999", "123456789012345678901",
        ]
    )
    func refused(text: String) {
        #expect(Int64(canonicalDecimal: ByteString(text).bytes) == nil)
    }
}
