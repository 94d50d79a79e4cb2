import RedoubtTestSupport
import Testing

@Suite("How long commands take")
struct MeasuringTests {
    /// A stopwatch that goes on by as much as the test says whenever it is looked at.
    private final class Stopwatch {
        var nanoseconds: Int64 = 0
        var step: Int64 = 0
    }

    private func measured(stepNanoseconds step: Int64) -> (Served, Stopwatch) {
        let (served, stopwatch) = (Served(), Stopwatch())
        served.engine.stopwatch = {
            stopwatch.nanoseconds += stopwatch.step
            return stopwatch.nanoseconds
        }
        stopwatch.step = step
        return (served, stopwatch)
    }

    @Test("Those that take long stand in the slow log, shortened and without passwords")
    func slowLog() throws {
        let (served, stopwatch) = measured(stepNanoseconds: 9_999_000)
        let client = try served.client()
        try client.send("SET", "fast", "1")
        stopwatch.step = 12_000_000
        try client.send("CLIENT", "SETNAME", "me")
        try client.send("SET", "slow", String(repeating: "x", count: 200))
        try client.send("AUTH", "secret")
        stopwatch.step = 0
        #expect(try client.send("SLOWLOG", "LEN") == .integer(3))
        let entries = try client.send("SLOWLOG", "GET").elements ?? []
        #expect(entries.first?.elements?[3].texts == ["AUTH", "(redacted)"])
        let slow = try #require(entries.count > 1 ? entries[1].elements : nil)
        #expect(slow[2].integer == 12_000)
        let shown = String(repeating: "x", count: 128) + "... (72 more bytes)"
        #expect(slow[3].texts == ["SET", "slow", shown])
        #expect(slow[5].text == "me")
        try client.send("CONFIG", "SET", "slowlog-max-len", "1")
        #expect(try client.send("SLOWLOG", "GET", "-1").elements?.count == 1)
        try client.send("SLOWLOG", "RESET")
        #expect(try client.send("SLOWLOG", "GET") == .array([]))
        let wrong = try client.send("SLOWLOG", "GET", "-2")
        #expect(wrong == .error("ERR count should be greater than or equal to -1"))
    }

    @Test("The slow log is bounded however large requests are")
    func bounded() throws {
        let (served, stopwatch) = measured(stepNanoseconds: 0)
        let client = try served.client()
        try client.send("CONFIG", "SET", "slowlog-log-slower-than", "0")
        try client.send("CONFIG", "SET", "slowlog-max-len", "100000")
        stopwatch.step = 1000
        let words = (0..<32).map { _ in String(repeating: "y", count: 150) }
        for _ in 0..<3600 { try client.send(words: ["DEL"] + words) }
        let count = try client.send("SLOWLOG", "LEN").integer ?? 0
        #expect((2000...3500).contains(count))
        let last = try client.send("SLOWLOG", "GET", "1").elements?.first?.elements?[3].texts ?? []
        #expect(last.count == 32 || last.count == 2)
    }

    @Test("Commands and subcommands are counted, with what was refused and what failed")
    func counted() throws {
        let (served, _) = measured(stepNanoseconds: 3000)
        let client = try served.client()
        for _ in 0..<4 { try client.send("SET", "s", "1") }
        try client.send("GET")
        try client.send("LPUSH", "s", "1")
        try client.send("CLIENT", "GETNAME")
        let text = try client.send("INFO", "commandstats").text ?? ""
        #expect(text.contains("cmdstat_set:calls=4,usec=12,usec_per_call=3.00,rejected_calls=0"))
        #expect(text.contains("cmdstat_get:calls=0,usec=0,usec_per_call=0.00,rejected_calls=1"))
        #expect(text.contains("cmdstat_lpush:calls=1,usec=3,usec_per_call=3.00,rejected_calls=0"))
        #expect(text.contains("failed_calls=1"))
        #expect(text.contains("cmdstat_client|getname:calls=1"))
        let classes = try client.send("LATENCY", "HISTOGRAM", "set").value("set")
        #expect(classes?.value("calls") == .integer(4))
        #expect(classes?.value("histogram_usec") == .array([.integer(4), .integer(4)]))
        let percentiles = try client.send("INFO", "latencystats").text ?? ""
        #expect(percentiles.contains("latency_percentiles_usec_set:p50=3.072,p99=3.072"))
        try client.send("CONFIG", "RESETSTAT")
        #expect(try client.send("LATENCY", "HISTOGRAM", "set") == .array([]))
    }

    @Test("What takes longer than the threshold is noted by its kind")
    func events() throws {
        let (served, stopwatch) = measured(stepNanoseconds: 0)
        let client = try served.client()
        try client.send("CONFIG", "SET", "latency-monitor-threshold", "20")
        stopwatch.step = 20_000_000
        try client.send("SET", "s", "1")
        served.wait(ms: 1000)
        stopwatch.step = 30_000_000
        try client.send("SET", "s", "1")
        try client.send("GET", "s")
        stopwatch.step = 0
        let latest = try client.send("LATENCY", "LATEST").elements ?? []
        #expect(latest.map { $0.elements?[0].text } == ["command", "fast-command"])
        #expect(latest.first?.elements?[3] == .integer(30))
        let history = try client.send("LATENCY", "HISTORY", "command").elements ?? []
        #expect(history.compactMap { $0.elements?[1].integer } == [20, 30])
        #expect(try client.send("LATENCY", "DOCTOR").text?.contains("30 ms at most") == true)
        #expect(try client.send("LATENCY", "RESET") == .integer(2))
        #expect(try client.send("LATENCY", "LATEST") == .array([]))
    }

    @Test("Without a limit nobody looks at the time")
    func off() throws {
        let (served, stopwatch) = measured(stepNanoseconds: 0)
        let client = try served.client()
        try client.send("CONFIG", "SET", "slowlog-log-slower-than", "-1", "latency-tracking", "no")
        stopwatch.step = 1_000_000_000
        let mark = stopwatch.nanoseconds
        try client.send("SET", "s", "1")
        #expect(stopwatch.nanoseconds == mark)
        #expect(try client.send("SLOWLOG", "LEN") == .integer(0))
    }
}
