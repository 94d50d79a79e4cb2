import RedoubtBytes
import RedoubtRESP
import RedoubtTestSupport
import Testing

@Suite("The strict form of records")
struct RecordShapeTests {
    private static let set = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nva\r\nl\r\n"

    private func read(_ text: String, at offset: Int = 0) -> RecordShape.Reading {
        let bytes = Array(text.utf8)
        return RecordShape.read(at: offset, in: bytes.rawSpan)
    }

    @Test("is read where it stands")
    func whole() throws {
        let bytes = Array(("junk" + Self.set + "more").utf8)
        let found = RecordShape(at: 4, in: bytes.rawSpan)
        let shape = try #require(found)
        #expect(shape.range == 4..<(4 + Self.set.utf8.count))
        #expect(shape.argumentCount == 3)
        #expect(Array(bytes[shape.name]) == Array("SET".utf8))
    }

    @Test("is that which the reader of records reads, and no byte of its lines may be another")
    func agrees() throws {
        let bytes = Array(Self.set.utf8)
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            guard let shape = RecordShape(at: 0, in: changed.rawSpan) else { continue }
            var reader = RecordReader(ByteWindow(changed))
            let info = RecordInfo(range: shape.range, argumentCount: shape.argumentCount)
            #expect(try reader.next() == .record(info))
            // The number of arguments, and what is content.
            #expect([1, 8, 9, 10, 17, 24, 25, 26, 27, 28].contains(place), "\(place)")
        }
    }

    @Test("is cut where its own lengths go beyond the end")
    func cut() {
        let size = Self.set.utf8.count
        for count in 24..<size {
            #expect(
                read(String(decoding: Array(Self.set.utf8).prefix(count), as: UTF8.self))
                    == .cut(at: 20),
                "\(count)"
            )
        }
        #expect(read("*2\r\n$3\r\nDEL\r\n") == .cut(at: 13))
        #expect(read("*2\r\n$3\r\nDEL\r\n$999999999999999999\r\n") == .cut(at: 13))
    }

    @Test(
        "is broken where a line is none",
        arguments: [
            ("", 0), ("*", 0), ("*0\r\n", 0), ("*x\r\n", 0), ("*1\n$4\nPING\n", 0),
            ("*1\r\n$4\r\nPINGxy", 4), ("*2\r\n$3\r\nDEL\r\n*1\r\n", 13), ("*1\r\n$-1\r\n", 4),
            ("*9999999999999999999\r\n$1\r\na\r\n", 0),
        ]
    )
    func broken(text: String, offset: Int) {
        #expect(read(text) == .broken(at: offset))
    }
}
