import RedoubtBytes
import Testing

@Suite("ByteString")
struct ByteStringTests {
    /// Lengths on both sides of where bytes no longer stand in line.
    private static let counts = [0, 1, 7, 8, 22, 23, 24, 25, 64, 1000]

    private static func sample(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    }

    @Test("holds any number of bytes", arguments: counts)
    func holdsBytes(count: Int) {
        let bytes = Self.sample(count)
        let fromArray = ByteString(bytes)
        let fromSpan = ByteString(bytes.rawSpan)
        #expect(fromArray == fromSpan)
        #expect(fromArray.hashValue == fromSpan.hashValue)
        #expect(fromSpan.array == bytes)
        #expect(fromSpan.count == count)
        #expect(fromSpan.isEmpty == (count == 0))
        #expect(fromSpan.bytes.array == bytes)
    }

    @Test("differs from bytes of another length or content", arguments: counts.dropFirst())
    func differs(count: Int) {
        var bytes = Self.sample(count)
        let whole = ByteString(bytes)
        #expect(whole != ByteString(bytes.dropLast() + []))
        for index in [0, count / 2, count - 1] {
            bytes[index] ^= 1
            #expect(whole != ByteString(bytes))
            bytes[index] ^= 1
        }
        #expect(whole == ByteString(bytes))
    }

    @Test("is changed as an array, over the bound and back", arguments: counts)
    func changes(count: Int) {
        var expected = Self.sample(count)
        var bytes = ByteString(expected)
        let before = bytes
        bytes.array += [1, 2, 3]
        expected += [1, 2, 3]
        #expect(bytes.array == expected)
        bytes.array[0] = 9
        expected[0] = 9
        #expect(bytes == ByteString(expected))
        bytes.array.removeLast(3)
        #expect(bytes.count == before.count)
        #expect(before.array == Self.sample(count))
    }

    @Test("orders by bytes, the shorter first")
    func orders() {
        let long = ByteString([UInt8](repeating: 5, count: 40))
        let texts: [ByteString] = ["b", long, "", "a", "ab"]
        #expect(texts.sorted() == ["", long, "a", "ab", "b"])
    }
}
