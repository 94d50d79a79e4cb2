import RedoubtCommands
import RedoubtTestSupport
import Testing

/// Besides these, `Programs/events.py` compares every command with a real server.
@Suite("What happens to keys is published")
struct KeyEventTests {
    @Test("Nothing is told before somebody asks for it, and nothing of other kinds")
    func asked() throws {
        let served = Served()
        let (client, listener) = (try served.client(), try served.client())
        try listener.send("PSUBSCRIBE", "__key*")
        try client.send("SET", "a", "1")
        #expect(try listener.received().isEmpty)
        try client.send("CONFIG", "SET", "notify-keyspace-events", "E$")
        try client.send("SET", "a", "1")
        try client.send("LPUSH", "l", "1")
        let told = try listener.received().map { $0.texts.suffix(2) }
        #expect(told == [["__keyevent@0__:set", "a"]])
        try client.send("CONFIG", "SET", "notify-keyspace-events", "")
        try client.send("SET", "a", "1")
        #expect(try listener.received().isEmpty)
    }

    @Test("A key whose time is over is told of, whoever finds it")
    func expired() throws {
        let served = Served()
        let (client, listener) = (try served.client(), try served.client())
        try listener.send("SUBSCRIBE", "__keyevent@0__:expired")
        try client.send("CONFIG", "SET", "notify-keyspace-events", "Ex")
        for key in ["found", "swept"] { try client.send("SET", key, "1", "PX", "50") }
        served.engine.beginTurn(atMs: served.nowMs + 100)
        try client.send("GET", "found")
        #expect(try listener.received().map(\.texts.last) == ["found"])
        served.wait(ms: 1000)
        #expect(try listener.received().map(\.texts.last) == ["swept"])
    }

    @Test("The commands of a script and of a transaction tell their own events")
    func inside() throws {
        let served = Served()
        let (client, listener) = (try served.client(), try served.client())
        try listener.send("SUBSCRIBE", "__keyspace@0__:k")
        try client.send("CONFIG", "SET", "notify-keyspace-events", "KAn")
        try client.send("EVAL", "redis.call('set', KEYS[1], 'v')", "1", "k")
        #expect(try listener.received().map(\.texts.last) == ["new", "set"])
        try client.send("MULTI")
        try client.send("APPEND", "k", "v")
        try client.send("DEL", "k")
        try client.send("EXEC")
        #expect(try listener.received().map(\.texts.last) == ["append", "del"])
    }

    @Test("Letters are read and shown as servers do", arguments: ["A", "AKE", "Kg", "lEm", "nKE"])
    func letters(text: String) {
        let classes = EventClasses(letters: text)
        let shown = text == "Kg" ? "gK" : text
        #expect(classes?.letters == shown)
        #expect(EventClasses(letters: "q") == nil)
    }
}
