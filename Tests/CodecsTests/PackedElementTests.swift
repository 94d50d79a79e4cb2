import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("Packed element")
struct PackedElementTests {
    @Test("an element is its text, whatever its encoding")
    func text() {
        let bytes = ByteString("-17")
        let stored = PackedElement(integer: -17)
        let spelled = PackedElement(bytes: bytes.bytes)
        #expect(stored.text == spelled.text)
        #expect(stored.withText { $0.array } == bytes.array)
        #expect(stored.integerValue() == -17)
        #expect(spelled.integerValue() == -17)
    }

    @Test("only canonical text is an integer", arguments: ["-0", "+1", "007", " 1", ""])
    func integer(text: String) {
        let bytes = ByteString(text)
        #expect(PackedElement(bytes: bytes.bytes).integerValue() == nil)
    }

    @Test(
        "scores are read from integers and from text",
        arguments: [
            ("3.25", 3.25), ("1e3", 1000), ("-inf", -.infinity), ("inf", .infinity),
            ("17179869184", 17_179_869_184), ("0.10000000000000001", 0.1),
        ]
    )
    func score(text: String, value: Double) {
        let bytes = ByteString(text)
        #expect(PackedElement(bytes: bytes.bytes).score() == value)
    }

    @Test("the integer of a score may be any", arguments: [0, -5, Int64.max])
    func integerScore(value: Int64) {
        #expect(PackedElement(integer: value).score() == Double(value))
    }

    @Test("text that is not a number is no score", arguments: ["", "x", "1x", "1 ", "1\u{0}"])
    func noScore(text: String) {
        let bytes = ByteString(text)
        #expect(PackedElement(bytes: bytes.bytes).score() == nil)
    }
}
