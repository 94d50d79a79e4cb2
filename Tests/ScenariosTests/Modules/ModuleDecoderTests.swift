import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Values put together from the documented layouts.
@Suite("The values of modules")
struct ModuleDecoderTests {
    private typealias Value = (name: String, version: UInt64, content: [ModuleBytes])

    private static let jsonTree: Value = (
        "ReJSON-RL", 0,
        [
            .unsigned(0x20), .unsigned(2), .unsigned(0x80), .string("a\"b"), .unsigned(0x40),
            .unsigned(5), .unsigned(1), .unsigned(4), .double(1.5), .unsigned(8),
            .unsigned(UInt64(bitPattern: -7)), .unsigned(0x10), .string("1"), .unsigned(2),
            .string("x\ny"), .unsigned(0x80), .string("o"), .unsigned(0x20), .unsigned(0),
        ]
    )
    private static let timeSeries: Value = (
        "TSDB-TYPE", 8,
        [
            .string("t"), .unsigned(60000), .unsigned(4096), .unsigned(1), .unsigned(200),
            .double(2.5), .unsigned(2), .unsigned(3), .unsigned(1), .string("src"), .unsigned(0),
            .double(0), .unsigned(1), .string("area"), .string("7"), .unsigned(0), .unsigned(1),
            .unsigned(100), .unsigned(2), .unsigned(4096), .bytes(32),
        ]
    )
    private static let bloom: Value = (
        "MBbloom--", 4,
        [
            .unsigned(3), .unsigned(1), .unsigned(5), .unsigned(2), .unsigned(100), .double(0.01),
            .unsigned(7), .double(9.5), .unsigned(960), .unsigned(0), .bytes(120), .unsigned(3),
        ]
    )
    private static let vectors: Value = (
        "vectorset", 0,
        [
            .unsigned(4), .unsigned(2), .unsigned(1 | 32 << 8), .unsigned(3), .unsigned(8),
            .bytes(128), .string("one"), .string("{}"), .bytes(4), .unsigned(2), .unsigned(1),
            .unsigned(0), .string("two"), .string(""), .bytes(4), .unsigned(0),
        ]
    )
    private static let all: [Value] = [
        jsonTree, timeSeries, bloom, vectors,
        ("ReJSON-RL", 3, [.string(#"{"a":[1,2]}"#)]),
        ("ReJSON-RL", 2, [.string("{}"), .unsigned(1), .string("i"), .string("$")]),
        (
            "MBbloomCF", 4,
            [
                .unsigned(1), .unsigned(8), .unsigned(2), .unsigned(0), .unsigned(2),
                .unsigned(20), .unsigned(1), .unsigned(8), .bytes(16),
            ]
        ),
        ("CMSk-TYPE", 0, [.unsigned(2), .unsigned(3), .unsigned(5), .bytes(24)]),
        (
            "TopK-TYPE", 0,
            [
                .unsigned(2), .unsigned(1), .unsigned(1), .double(0.9), .bytes(8), .bytes(48),
                .string("a\0"), .string("\0"),
            ]
        ),
        (
            "TDIS-TYPE", 0,
            [
                .double(100), .double(1), .double(9), .unsigned(610), .unsigned(1), .unsigned(0),
                .unsigned(0), .double(1), .double(0), .double(5), .double(1),
            ]
        ),
    ]

    private static func describe(_ value: Value) -> ModuleDescription {
        describe(ModuleBytes.id(value.name, version: value.version), stream(value))
    }

    private static func describe(_ id: ModuleID, _ stream: [UInt8]) -> ModuleDescription {
        let context = PayloadContext(format: .redis(10))
        return ModuleDecoder.describe(id, stream.rawSpan, at: 0, in: context)
    }

    private static func stream(_ value: Value) -> [UInt8] { ModuleBytes.stream(value.content) }

    private static func facts(_ value: Value) -> [String: String] {
        let facts = describe(value).facts.map { ($0.name, $0.value) }
        return Dictionary(facts) { first, _ in first }
    }

    @Test("documents are JSON text, whatever version wrote them")
    func json() {
        #expect(Self.describe(Self.jsonTree).text == #"{"a\"b":[null,1.5,-7,true,"x\ny"],"o":{}}"#)
        #expect(Self.describe(Self.all[4]).text == #"{"a":[1,2]}"#)
        #expect(Self.describe(Self.all[5]).text == "{}")
        #expect(Self.facts(Self.all[5])["path"] == "$")
    }

    @Test("series have labels, retention, samples and chunks")
    func series() {
        let facts = Self.facts(Self.timeSeries)
        #expect(facts["retention"] == "60000 ms")
        #expect(facts["last sample"] == "200 ms, 2.5")
        #expect(facts["samples"] == "2")
        #expect(facts["source"] == "src")
        #expect(facts["label area"] == "7")
        #expect(facts["chunks"] == "1, not compressed")
        #expect(facts["first time"] == "100")
        #expect(facts["chunk bytes"] == "32")
    }

    @Test("filters have capacity, error rate and size")
    func filters() {
        let facts = Self.facts(Self.bloom)
        #expect(facts["items"] == "3")
        #expect(facts["capacity"] == "100")
        #expect(facts["error rate"] == "0.01")
        #expect(facts["filter bytes"] == "120")
        #expect(Self.facts(Self.all[6])["bucket size"] == "2")
        #expect(Self.facts(Self.all[7])["width"] == "2")
        #expect(Self.facts(Self.all[8])["item"] == "a")
        #expect(Self.facts(Self.all[9])["merged centroids"] == "1")
    }

    @Test("vector sets have dimension, elements and attributes")
    func vectorSet() {
        let facts = Self.facts(Self.vectors)
        #expect(facts["dimension"] == "4")
        #expect(facts["elements"] == "2")
        #expect(facts["numbers"] == "8-bit integers")
        #expect(facts["links"] == "32")
        #expect(facts["projected from"] == "8 dimensions")
        #expect(facts["attributes"] == "1")
        #expect(facts["names"] == "one, two")
    }

    @Test("a value that is whole is decoded whole")
    func whole() {
        for value in Self.all { #expect(Self.describe(value).undecoded == nil, "\(value)") }
    }

    @Test("a type or a version that is not known is left alone")
    func unknown() {
        for (name, version) in [("Xnobody-0", 1), ("TSDB-TYPE", 9), ("ReJSON-RL", 4)] {
            let id = ModuleBytes.id(name, version: UInt64(version))
            let description = Self.describe(id, [0])
            #expect(description.id.name == name)
            #expect(description.undecoded?.contains("is not known") == true)
            #expect(description.facts.isEmpty)
        }
    }

    @Test("a value that is cut anywhere says so")
    func cut() {
        for value in Self.all {
            let id = ModuleBytes.id(value.name, version: value.version)
            let stream = Self.stream(value)
            for count in 0..<stream.count {
                let part = Self.describe(id, Array(stream[..<count]))
                #expect(part.undecoded != nil, "\(value.name) at \(count)")
            }
        }
    }

    @Test("changed bytes never trap, and never take memory for a claim")
    func mutations() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let value = Self.all[Int.random(in: 0..<Self.all.count, using: &generator)]
            var stream = Self.stream(value)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<stream.count, using: &generator)
                stream[index] = .random(in: 0...255, using: &generator)
            }
            let id = ModuleBytes.id(value.name, version: value.version)
            #expect(Self.describe(id, stream).id == id)
        }
    }

    @Test("a document that is nested too deep is refused")
    func nesting() {
        let open: [ModuleBytes] = [.unsigned(0x40), .unsigned(1)]
        let content = Array(repeating: open, count: 100_000).flatMap { $0 } + [.unsigned(1)]
        let deep = Self.describe(("ReJSON-RL", 0, content))
        #expect(deep.undecoded?.contains("damaged") == true)
    }
}
