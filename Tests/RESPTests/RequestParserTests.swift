import RedoubtBytes
import RedoubtRESP
import RedoubtTestSupport
import Testing

@Suite("The requests of a client")
struct RequestParserTests {
    /// The words of each request in a text, and the failure at its end.
    private func requests(_ text: String, limits: RequestLimits = RequestLimits()) -> [String] {
        var parser = RequestParser(limits: limits)
        return Self.read(Array(text.utf8), &parser, step: text.utf8.count)
    }

    /// Feeds `step` bytes at a time.
    private static func read(
        _ bytes: [UInt8],
        _ parser: inout RequestParser,
        step: Int
    ) -> [String] {
        var found: [String] = []
        var start = 0
        var end = min(step, bytes.count)
        while true {
            let rest = Array(bytes[start..<end])
            switch parser.next(rest.rawSpan) {
            case .request(let count):
                found.append(
                    parser.ranges.map { String(decoding: rest[$0], as: UTF8.self) }
                        .joined(separator: "|")
                )
                start += count
            case .line(let words, let count):
                found.append(words.map(\.printable).joined(separator: "|"))
                start += count
            case .incomplete(let missing):
                #expect(missing > 0)
                if end == bytes.count { return found }
                end = min(end + step, bytes.count)
            case .failure(let message): return found + ["!" + message]
            }
        }
    }

    @Test("are found whole, in any form, and however they arrive", arguments: [1, 2, 3, 7, 1000])
    func pieces(step: Int) {
        let text =
            "*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n*1\n$4\nPING\r\nSET a \"b c\\x41\"\r\n"
            + "*0\r\n*-1\r\n\r\n*3\r\n$3\r\nSET\r\n$0\r\n\r\n$5\r\na\r\nbc\r\n"
        var parser = RequestParser()
        let found = Self.read(Array(text.utf8), &parser, step: step)
        #expect(
            found == ["GET|k", "PING", "PING", "SET|a|b cA", "", "", "", "SET||a\r\nbc"]
        )
    }

    @Test("that are none are told as servers do")
    func failures() {
        #expect(requests("*x\r\n") == ["!Protocol error: invalid multibulk length"])
        #expect(requests("*3000000000\r\n") == ["!Protocol error: invalid multibulk length"])
        #expect(requests("*1\r\n:4\r\n") == ["!Protocol error: expected '$', got ':'"])
        #expect(requests("*1\r\n$-1\r\n") == ["!Protocol error: invalid bulk length"])
        #expect(requests("*1\r\n$999999999999\r\n") == ["!Protocol error: invalid bulk length"])
        #expect(requests("SET \"a\r\n") == ["!Protocol error: unbalanced quotes in request"])
        let long = String(repeating: "1", count: 70_000)
        #expect(requests(long) == ["!Protocol error: too big inline request"])
        #expect(requests("*" + long) == ["!Protocol error: too big mbulk count string"])
        #expect(requests("*1\r\n$" + long) == ["!Protocol error: too big bulk count string"])
    }

    @Test("may be small only before the client has said who it is")
    func unauthenticated() {
        let limits = RequestLimits.unauthenticated
        #expect(
            requests("*11\r\n", limits: limits)
                == ["!Protocol error: unauthenticated multibulk length"]
        )
        #expect(
            requests("*1\r\n$20000\r\n", limits: limits)
                == ["!Protocol error: unauthenticated bulk length"]
        )
        #expect(requests("*1\r\n$4\r\nPING\r\n", limits: limits) == ["PING"])
    }
}
