import RedoubtTestSupport
import Testing

/// Besides these, `Programs/tracking.py` compares every mode with a real server.
@Suite("Clients are told what to forget")
struct TrackingTests {
    private func listener(_ served: Served) throws -> Served.Client {
        let client = try served.client()
        try client.send("HELLO", "3")
        return client
    }

    private static func invalidation(_ key: String) -> String {
        ">2\r\n$10\r\ninvalidate\r\n*1\r\n$\(key.utf8.count)\r\n\(key)\r\n"
    }

    @Test("A key that was read is told of once, behind the answer")
    func once() throws {
        let served = Served()
        let (reader, writer) = (try listener(served), try served.client())
        try reader.send("CLIENT", "TRACKING", "ON")
        try reader.send("GET", "k")
        try writer.send("SET", "k", "1")
        try writer.send("SET", "k", "2")
        #expect(reader.receivedText() == Self.invalidation("k"))
        try reader.send("GET", "k")
        try reader.send("SET", "k", "3")
        try writer.send("SET", "k", "4")
        #expect(reader.receivedText().isEmpty)
    }

    @Test("A key whose time is over is told of though nobody asks for it")
    func expired() throws {
        let served = Served()
        let (reader, writer) = (try listener(served), try served.client())
        try writer.send("SET", "k", "1", "PX", "50")
        try reader.send("CLIENT", "TRACKING", "ON")
        try reader.send("GET", "k")
        served.wait(ms: 1000)
        #expect(reader.receivedText() == Self.invalidation("k"))
    }

    @Test("The table has its bounds: what goes is told as if it had changed")
    func bounded() throws {
        let served = Served()
        let reader = try listener(served)
        try reader.send("CONFIG", "SET", "tracking-table-max-keys", "100")
        try reader.send("CLIENT", "TRACKING", "ON")
        for number in 0..<1000 { try reader.send("GET", "key\(number)") }
        let text = try reader.send("INFO", "stats").text ?? ""
        let held = text.firstMatch(of: /tracking_total_keys:(\d+)/).flatMap { Int($0.1) } ?? 0
        #expect((50...100).contains(held))
    }

    @Test("Nothing stays of clients that have gone")
    func gone() throws {
        let served = Served()
        let (reader, writer) = (try listener(served), try served.client())
        try reader.send("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "a", "PREFIX", "b")
        #expect(try writer.send("INFO", "stats").text?.contains("total_prefixes:2") == true)
        reader.leave()
        #expect(try writer.send("INFO", "stats").text?.contains("total_prefixes:0") == true)
        #expect(try writer.send("INFO", "clients").text?.contains("tracking_clients:0") == true)
        try writer.send("SET", "a", "1")
    }
}
