import RedoubtAOF
import RedoubtBytes
import RedoubtRESP
import Testing

@Suite("Records of a log passed over at once")
struct PassRecordsTests {
    /// How a log ended, told by either way of reading it.
    private struct Ending: Equatable {
        var recordCount = 0
        var goodOffset = 0
        var tail: TailReport?
        var fault: Fault?

        init(_ layout: LogLayout, _ policy: TailPolicy, passes: Bool) throws {
            var log = LogReader(layout, tail: policy)
            while try log.openNextFile() != nil {
                do throws(Fault) {
                    while true {
                        let passed = passes ? try log.passRecords() : 0
                        recordCount += passed
                        guard passed == 0 else { continue }
                        guard let item = try log.next() else { break }
                        if case .record = item { recordCount += 1 }
                    }
                } catch {
                    fault = error
                }
                goodOffset = log.goodOffset
                tail = log.tail
            }
        }
    }

    @Test(
        "leave the same ends behind, wherever a log is cut",
        arguments: [TailPolicy.standard, .strict, TailPolicy(corruptCountMax: 40)]
    )
    func ends(_ policy: TailPolicy) throws {
        let place = try TemporaryDirectory()
        let text =
            log("SET a 1", "SET b 2") + "#TS:17\r\n" + log("MULTI", "SET c 3", "EXEC", "DEL a")
            + log("multi", "INCR d") + "*1\r\nodd"
        for count in 0...text.utf8.count {
            let part = String(decoding: Array(text.utf8)[..<count], as: UTF8.self)
            let layout = try LogLayout.open(path: place.write("a.aof", part))
            let expected = try Ending(layout, policy, passes: false)
            let found = try Ending(layout, policy, passes: true)
            #expect(found == expected, "cut to \(count)")
        }
    }
}
