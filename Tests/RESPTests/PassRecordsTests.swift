import RedoubtBytes
import RedoubtRESP
import RedoubtTestSupport
import Testing

@Suite("Records passed over at once")
struct PassRecordsTests {
    /// What a log holds, told by either way of reading it.
    private struct Reading: Equatable {
        var recordCount = 0
        var others: [String] = []
        var end = 0
        var fault: Fault?

        init(_ window: consuming ByteWindow, sizeMax: Int?) {
            var reader = RecordReader(window)
            do throws(Fault) {
                while true {
                    let passed = try sizeMax.map { (size) throws(Fault) in
                        try reader.passRecords(sizeMax: size)
                    }
                    recordCount += passed ?? 0
                    if let passed, passed > 0 { continue }
                    guard let item = try reader.next() else { break }
                    switch item {
                    case .record: recordCount += 1
                    case .annotation: others.append("\(item)")
                    }
                }
            } catch {
                fault = error
            }
            end = reader.recordOffset
        }
    }

    private static let pieces = [
        "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$10\r\n0123456789\r\n",
        "*1\r\n$5\r\nMULTI\r\n", "*1\r\n$4\r\nexec\r\n", "*2\r\n$4\r\nMSET\r\n$0\r\n\r\n",
        "#TS:17\r\n", "*1\n$4\nPING\r\n", "*0001\r\n$00000000000004\r\nPING\r\n",
        "*1\r\n$4\r\nPINGxy", "*2\r\n$3\r\nDEL\r\n$2\r\n\r\n\r\n", "*1\r\n$12\r\n012345678901\r\n",
        "*12\r\n" + String(repeating: "$1\r\na\r\n", count: 12),
    ]

    private static let log: [UInt8] = {
        var random = SeededGenerator(seed: 41)
        return (0..<400).flatMap { _ in
            Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
        }
    }()

    @Test("are those that come one by one", arguments: [1, 20, 100, 1 << 18])
    func same(_ sizeMax: Int) {
        let expected = Reading(ByteWindow(Self.log), sizeMax: nil)
        #expect(expected.recordCount > 300 && expected.fault == nil)
        #expect(Reading(ByteWindow(Self.log), sizeMax: sizeMax) == expected)
        let source = TrickleSource(bytes: Self.log[...])
        #expect(Reading(ByteWindow(source, refillCount: 64), sizeMax: sizeMax) == expected)
    }

    @Test("are those that come one by one in a log cut anywhere")
    func cut() {
        for count in stride(from: 0, to: Self.log.count, by: 3) {
            let part = Array(Self.log[..<count])
            let expected = Reading(ByteWindow(part), sizeMax: nil)
            #expect(Reading(ByteWindow(part), sizeMax: 1 << 18) == expected, "cut to \(count)")
        }
    }

    @Test("are those that come one by one in a log with a changed byte")
    func changed() {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<4000 {
            var part = Self.log
            part[Int.random(in: 0..<part.count, using: &random)] =
                Array("0123456789*$#\r\n-".utf8).randomElement(using: &random) ?? 0
            let expected = Reading(ByteWindow(part), sizeMax: nil)
            #expect(Reading(ByteWindow(part), sizeMax: 1 << 18) == expected)
        }
    }

    @Test("end before what begins or ends a transaction")
    func transaction() throws {
        for name in ["MULTI", "multi", "EXEC", "Exec"] {
            let log = "*1\r\n$4\r\nPING\r\n*1\r\n$\(name.utf8.count)\r\n\(name)\r\n"
            var reader = RecordReader(ByteWindow(Array(log.utf8)))
            #expect(try reader.passRecords() == 1)
            #expect(try reader.passRecords() == 0)
            #expect(try reader.next() != nil)
            #expect(reader.argument(0).printable == name)
            #expect(try reader.passRecords() == 0)
            #expect(try reader.next() == nil)
        }
    }
}
