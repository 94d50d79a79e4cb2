import RedoubtBytes
import RedoubtRESP
import RedoubtTestSupport
import Testing

/// A source that gives one to three bytes at a time.
struct TrickleSource: ByteSource {
    var bytes: ArraySlice<UInt8>

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        let count = min(bytes.count, buffer.count, 1 + bytes.count % 3)
        for index in 0..<count { buffer[index] = bytes[bytes.startIndex + index] }
        bytes = bytes.dropFirst(count)
        return count
    }
}

/// What a log says, as text: commands with spaces between their words, annotations as `#<time>`.
func items(of reader: consuming RecordReader) throws(Fault) -> [String] {
    var found: [String] = []
    while let item = try reader.next() {
        switch item {
        case .annotation(let seconds): found.append("#\(seconds.map(String.init) ?? "")")
        case .record(let record):
            #expect(record.argumentCount == reader.argumentCount)
            #expect(record.range.lowerBound == reader.recordOffset)
            #expect(record.range.upperBound == reader.offset)
            #expect(record.range.count == reader.record.byteCount)
            var words: [String] = []
            for index in 0..<reader.argumentCount { words.append(reader.argument(index).printable) }
            found.append(words.joined(separator: " "))
        }
    }
    return found
}

func items(of log: String) throws(Fault) -> [String] {
    try items(of: RecordReader(ByteWindow(Array(log.utf8))))
}

@Suite("RecordReader")
struct RecordReaderTests {
    static let sample =
        "#TS:1700000000\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n"
        + "*3\r\n$3\r\nSET\r\n$0\r\n\r\n$5\r\na\r\n*b\r\n#\r\n"
        + "*1\r\n$5\r\nMULTI\r\n*1\r\n$4\r\nEXEC\r\n"

    static let sampleItems = [
        "#1700000000", "SELECT 0", "SET  a\\x0d\\x0a*b", "#", "MULTI", "EXEC",
    ]

    @Test("reads commands and annotations")
    func sample() throws {
        #expect(try items(of: Self.sample) == Self.sampleItems)
    }

    @Test("a stream in small pieces reads the same")
    func trickle() throws {
        let source = TrickleSource(bytes: Array(Self.sample.utf8)[...])
        let found = try items(of: RecordReader(ByteWindow(source, refillCount: 64)))
        #expect(found == Self.sampleItems)
    }

    @Test(
        "tolerates what the server's loader tolerates",
        arguments: [
            ("*1\n$4\nPING\r\n", ["PING"]),
            ("*1\r\n$4\r\nPING??", ["PING"]),
            ("*01\r\n$0004\r\nPING\r\n", ["PING"]),
            ("# anything\n*1\r\n$4\r\nPING\r\n", ["#", "PING"]),
            ("#TS:12\n", ["#12"]),
            ("#TS:12", ["#"]),
            ("#TS:x\r\n", ["#"]),
            ("", []),
        ]
    )
    func tolerances(_ log: String, _ expected: [String]) throws {
        #expect(try items(of: log) == expected)
    }

    @Test(
        "refuses what is no record, at its offset",
        arguments: [
            ("PING\r\n", 0), ("*0\r\n", 0), ("*-1\r\n", 0), ("*\r\n", 0), ("*1x\r\n", 0),
            ("*1\r\n:4\r\n", 4), ("*1\r\n$-1\r\n", 4), ("*1\r\n$4\rPING", 4),
            ("*99999999999999999999\r\n", 0), ("*1\r\n$99999999999999999999\r\n", 4),
            ("*3000000000\r\n", 0), ("\0\0\0", 0), ("\r\n", 0),
            ("*1\r\n$4\r\nPING\r\n\0", 14),
        ]
    )
    func badRecords(_ log: String, _ offset: Int) {
        let fault = #expect(throws: Fault.self) { try items(of: log) }
        #expect(fault?.reason == .badRecord)
        #expect(fault?.offset == offset)
    }

    @Test("a header line has at most 1023 bytes")
    func headerLines() throws {
        let zeros = String(repeating: "0", count: 1019)
        #expect(try items(of: "*\(zeros)1\r\n$4\r\nPING\r\n") == ["PING"])
        #expect(throws: Fault(.badRecord, at: 0)) { try items(of: "*0\(zeros)1\r\n$4\r\nPING\r\n") }
        let note = "#" + String(repeating: "n", count: 1021)
        #expect(try items(of: note + "\n") == ["#"])
        #expect(throws: Fault(.badAnnotation, at: 0)) { try items(of: note + "n\n") }
    }

    @Test("a claimed length or count costs no memory", arguments: [true, false])
    func claims(_ isStream: Bool) {
        for log in ["*2147483647\r\n$1\r\n", "*1\r\n$9223372036854775000\r\nabc"] {
            let bytes = Array(log.utf8)
            let fault = #expect(throws: Fault.self) {
                let window =
                    isStream
                    ? ByteWindow(TrickleSource(bytes: bytes[...]), refillCount: 64)
                    : ByteWindow(bytes)
                return try items(of: RecordReader(window))
            }
            #expect(fault?.reason == .truncated)
        }
    }

    @Test("an input cut at any byte ends between records or is truncated")
    func truncation() throws {
        let bytes = Array(Self.sample.utf8)
        let bareMark = try #require(bytes.lastIndex(of: UInt8(ascii: "#")))
        var ends: Set<Int> = [0]
        var whole = RecordReader(ByteWindow(bytes))
        while try whole.next() != nil { ends.insert(whole.offset) }
        for count in 0..<bytes.count {
            var reader = RecordReader(ByteWindow(Array(bytes[..<count])))
            var fault: Fault?
            do throws(Fault) {
                while try reader.next() != nil {}
            } catch {
                fault = error
            }
            // A cut annotation can not be told from a whole one.
            let isInAnnotation = count < 17 || (bareMark + 1...bareMark + 2).contains(count)
            #expect((fault == nil) == (ends.contains(count) || isInAnnotation))
            if let fault {
                #expect(fault.reason == .truncated)
                #expect(ends.contains(reader.recordOffset))
                #expect(reader.recordOffset < count)
            }
        }
    }

    @Test("records begin where the window stands")
    func behindPreamble() throws {
        var window = ByteWindow(Array("REDIS0009…*1\r\n$4\r\nPING\r\n".utf8))
        try window.skip(12)
        var reader = RecordReader(window)
        #expect(try reader.next() == .record(RecordInfo(range: 12..<26, argumentCount: 1)))
        #expect(try reader.next() == nil)
    }

    @Test("mutated logs never trap")
    func mutations() {
        var generator = SeededGenerator(seed: 1)
        let bytes = Array(Self.sample.utf8)
        for _ in 0..<5000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<mutated.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: mutated[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: mutated.remove(at: index)
                default: mutated.insert(UInt8(ascii: "9"), at: index)
                }
            }
            var reader = RecordReader(ByteWindow(mutated))
            var end = 0
            do throws(Fault) {
                while try reader.next() != nil {
                    #expect(reader.offset > end)
                    end = reader.offset
                }
                #expect(end == mutated.count)
            } catch {
                #expect([.truncated, .badRecord, .badAnnotation].contains(error.reason))
            }
        }
    }
}
