import RedoubtTestSupport
import Testing

@Suite("What is told of commands")
struct DescriptionTests {
    @Test("Each command says what it does, since when, and how long it takes")
    func complete() throws {
        let client = try Served().client()
        let names = try client.send("COMMAND", "LIST").texts
        let documents = try client.send("COMMAND", "DOCS")
        #expect(names.count > 300)
        for name in names where !name.contains("|") {
            let document = try #require(documents.value(name), "\(name)")
            let summary = document.value("summary")?.text ?? ""
            #expect(summary.hasSuffix("."), "\(name)")
            #expect(document.value("complexity")?.text?.isEmpty == false, "\(name)")
            #expect(document.value("since")?.text?.contains(/^\d+\.\d+\.\d+$/) == true, "\(name)")
            try checkArguments(of: document, name)
        }
        #expect(documents.elements?.count == names.count { !$0.contains("|") } * 2)
    }

    private func checkArguments(of part: RESPValue, _ name: String) throws {
        for argument in part.value("arguments")?.elements ?? [] {
            let type = argument.value("type")?.text ?? ""
            let isGroup = ["oneof", "block"].contains(type)
            #expect(argument.value("name")?.text?.isEmpty == false, "\(name)")
            #expect((argument.value("arguments") != nil) == isGroup, "\(name)")
            try checkArguments(of: argument, name)
        }
    }

    @Test("A subcommand is known by its whole name")
    func subcommands() throws {
        let client = try Served().client()
        let document = try client.send("COMMAND", "DOCS", "client|kill")
        #expect(document.value("client|kill")?.value("group")?.text == "connection")
        let info = try client.send("COMMAND", "INFO", "OBJECT|encoding", "object|nothing", "GET")
        #expect(info.elements?.count == 3)
        #expect(info.elements?[0].elements?[1].integer == 3)
        #expect(info.elements?[1] == .null)
        #expect(info.elements?[2].elements?[2].texts == ["readonly", "fast"])
    }

    @Test("Names are filtered by category and pattern")
    func filters() throws {
        let client = try Served().client()
        let streams = try client.send("COMMAND", "LIST", "FILTERBY", "ACLCAT", "stream").texts
        #expect(streams.contains("xadd"))
        #expect(streams.contains("xgroup|create"))
        #expect(!streams.contains("get"))
        let found = try client.send("COMMAND", "LIST", "FILTERBY", "PATTERN", "Z*STORE").texts
        #expect(found.sorted() == ["zdiffstore", "zinterstore", "zrangestore", "zunionstore"])
        let none = try client.send("COMMAND", "LIST", "FILTERBY", "MODULE", "json")
        #expect(none == .array([]))
        let wrong = try client.send("COMMAND", "LIST", "FILTERBY", "SIZE", "1")
        #expect(wrong == .error("ERR syntax error"))
    }

    @Test("Keys are told with what happens to them")
    func keys() throws {
        let client = try Served().client()
        let stored = try client.send(
            "COMMAND",
            "GETKEYSANDFLAGS",
            "ZINTERSTORE",
            "d",
            "2",
            "a",
            "b"
        )
        let told = stored.elements?.map {
            [$0.elements?[0].text ?? ""] + ($0.elements?[1].texts ?? [])
        }
        #expect(told == [["d", "OW", "update"], ["a", "RO", "access"], ["b", "RO", "access"]])
        let none = try client.send("COMMAND", "GETKEYS", "PING", "x")
        #expect(none == .error("ERR The command has no key arguments"))
        let script = try client.send("COMMAND", "GETKEYS", "EVAL", "return 1", "0")
        #expect(script == .array([]))
    }

    @Test("Subcommands are refused by name and number of arguments, and HELP lists them")
    func refusals() throws {
        let client = try Served().client()
        let unknown = try client.send("CLIENT", "NOTHING")
        #expect(unknown == .error("ERR unknown subcommand 'NOTHING'. Try CLIENT HELP."))
        let short = try client.send("config", "get")
        #expect(short == .error("ERR wrong number of arguments for 'config|get' command"))
        #expect(try client.send("OBJECT", "HELP").texts.contains("ENCODING"))
    }
}
