import RedoubtBytes
import RedoubtRESP
import RedoubtTestSupport
import Testing

@Suite("Stretches of records")
struct RecordStretchTests {
    private let set = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n"
    private let multi = "*1\r\n$5\r\nMULTI\r\n"
    private let exec = "*1\r\n$4\r\nEXEC\r\n"
    private let time = "#TS:1700000000\r\n"

    private func end(_ text: String, from start: Int = 0, sizeMin: Int = .max) -> Int {
        let bytes = Array(text.utf8)
        return RecordStretch.end(in: bytes.rawSpan, from: start, sizeMin: sizeMin)
    }

    @Test("hold records, annotations and whole transactions")
    func whole() {
        for text in [set + set, time + set, set + multi + set + time + set + exec + set] {
            #expect(end(text) == text.utf8.count)
            #expect(end(set + text, from: set.utf8.count) == set.utf8.count + text.utf8.count)
        }
    }

    @Test("end behind the least size, but never inside a transaction")
    func sizes() {
        let count = set.utf8.count
        #expect(end(set + set + set, sizeMin: 1) == count)
        #expect(end(set + set + set, sizeMin: count) == count)
        #expect(end(set + set + set, sizeMin: count + 1) == 2 * count)
        let transaction = multi + set + set + exec
        #expect(end(transaction + set, sizeMin: 1) == transaction.utf8.count)
    }

    @Test(
        "end before what they do not hold",
        arguments: [
            "*1\r\n$4\r\nEXEC\r\n", "*1\r\n$4\r\nPIN", "*1\n$4\nPING\n\n", "#TS:17000000",
            "rubbish",
            "*1\r\n$5\r\nMULTI\r\n*1\r\n$4\r\nPING\r\n", "", "*",
        ]
    )
    func barriers(rest: String) {
        #expect(end(set + rest) == set.utf8.count)
        #expect(end(rest) == 0)
    }

    @Test("end where a reader of all records finds itself outside of transactions")
    func sameAsReader() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            var text = ""
            for _ in 0..<Int.random(in: 1..<40, using: &generator) {
                text += [set, set, set, time, multi, exec].randomElement(using: &generator) ?? set
            }
            let bytes = Array(text.utf8)
            let size = Int.random(in: 1...bytes.count, using: &generator)
            let end = RecordStretch.end(in: bytes.rawSpan, from: 0, sizeMin: size)
            var reader = RecordReader(ByteWindow(Array(bytes[..<end])))
            var isOpen = false
            while let item = try reader.next() {
                guard case .record = item else { continue }
                let name = reader.argument(0)
                if name.equalsWord("MULTI") { isOpen = true }
                if name.equalsWord("EXEC") {
                    #expect(isOpen)
                    isOpen = false
                }
            }
            #expect(reader.offset == end && !isOpen)
        }
    }
}
