import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Testing

private func id(_ milliseconds: UInt64, _ sequence: UInt64) -> [UInt8] {
    [milliseconds, sequence].flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
}

private func little(_ value: Int64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}

@Suite("Streams")
struct StreamEncodingTests {
    private let state: StreamState = {
        var state = StreamState()
        state.length = 2
        state.lastID = StreamID(9, 1)
        state.firstID = StreamID(5, 0)
        state.maxDeletedID = StreamID(9, 1)
        state.entriesAdded = 3
        return state
    }()

    private let group = StreamGroup(
        name: "g",
        lastID: StreamID(6, 0),
        entriesRead: nil,
        pending: [
            PendingEntry(id: StreamID(6, 0), consumer: 0, deliveryTimeMs: 8, deliveryCount: 2),
            PendingEntry(id: StreamID(5, 0), consumer: 0, deliveryTimeMs: 7, deliveryCount: 1),
        ],
        consumers: [StreamConsumer(name: "c", seenTimeMs: 10, activeTimeMs: -1)]
    )

    /// One entry with the fields of the first, and one without.
    private let nodes: [UInt8] = {
        let master: [UInt8] = [2, 1, 0, 1, 1, 1, 0x81, 0x66, 2, 0, 1]
        let first: [UInt8] = [2, 1, 0, 1, 0, 1, 7, 1, 4, 1]
        let second: [UInt8] = [0, 1, 1, 1, 0, 1, 1, 1, 0x81, 0x67, 2, 0x80, 1, 6, 1]
        let elements = master + first + second
        let size = UInt8(elements.count + 7)
        return [1, 16] + id(5, 0) + [size, size, 0, 0, 0, 17, 0] + elements + [0xFF]
    }()

    private func encoded(_ format: FormatVersion) throws -> Encoded {
        let encoded = try Encoded(for: format) { (value) throws(Fault) in
            try value.stream(
                [(StreamID(5, 0), [("f", "7")]), (StreamID(6, 0), [("g", "")])],
                state,
                [group]
            )
        }
        return try #require(encoded)
    }

    private let pending =
        [2] + id(5, 0) + little(7) + [1] + id(6, 0) + little(8) + [2]
    private let owned = [2] + id(5, 0) + id(6, 0)
    private let unknown = [0x81] + [UInt8](repeating: 0xFF, count: 8)

    @Test("version 9 knows neither deleted entries nor when a consumer was active")
    func first() throws {
        let groups = [1, 1, 0x67, 6, 0] + pending + [1, 1, 0x63] + little(10) + owned
        #expect(try encoded(.redis(9)) == Encoded(.stream, nodes + [2, 9, 1] + groups))
    }

    @Test("version 10 knows of entries that are gone")
    func second() throws {
        let known: [UInt8] = [2, 9, 1, 5, 0, 9, 1, 3]
        let groups =
            [1, 1, 0x67, 6, 0] + unknown + pending + [1, 1, 0x63] + little(10) + owned
        #expect(try encoded(.redis(10)) == Encoded(.stream2, nodes + known + groups))
    }

    @Test("version 11 knows when a consumer was active, 13 producers, 14 unowned entries")
    func later() throws {
        let known: [UInt8] = [2, 9, 1, 5, 0, 9, 1, 3]
        let groups =
            [1, 1, 0x67, 6, 0] + unknown + pending + [1, 1, 0x63] + little(10) + little(-1)
            + owned
        let third = nodes + known + groups
        #expect(try encoded(.redis(11)) == Encoded(.stream3, third))
        #expect(try encoded(.valkey(80)) == Encoded(.stream3, third))
        let noProducers: [UInt8] = [0, 0, 0, 0, 0]
        #expect(try encoded(.redis(13)) == Encoded(.stream4, third + noProducers))
        #expect(try encoded(.redis(14)) == Encoded(.stream5, third + [0] + noProducers))
    }

    @Test("a node has at most 100 entries, and no entry more once it has 4096 bytes")
    func nodeLimits() throws {
        func nodeCount(_ entries: Int, _ size: Int) throws -> UInt8? {
            let value = ByteString([UInt8](repeating: 0x61, count: size))
            let encoded = try Encoded(for: .redis(9)) { (encoder) throws(Fault) in
                try encoder.stream(
                    (1...UInt64(entries)).map { (StreamID($0, 0), [(ByteString("f"), value)]) }
                )
            }
            return encoded?.payload.first
        }
        #expect(try nodeCount(100, 1) == 1)
        #expect(try nodeCount(101, 1) == 2)
        #expect(try nodeCount(2, 4000) == 1)
        #expect(try nodeCount(2, 4095) == 2)
    }

    @Test("ids that go back in a node, by their sequence, are kept")
    func deltas() throws {
        let entries: [(StreamID, [(ByteString, ByteString)])] = [
            (StreamID(5, .max), [("f", "v")]), (StreamID(6, 0), [("f", "v")]),
            (StreamID(.max, 3), []),
        ]
        let encoded = try #require(
            try Encoded(for: .redis(11)) { (value) throws(Fault) in
                try value.stream(entries, state)
            }
        )
        let lines = try encoded.content(.redis(11)).lines.filter { $0.hasPrefix("entry") }
        #expect(lines == entries.map { "entry \($0.0) \($0.1.count)" })
    }

    @Test("pending entries without an owner need version 14")
    func unowned() throws {
        var group = group
        group.pending[0].consumer = nil
        func write(_ value: inout ValueEncoder) throws(Fault) {
            try value.stream([], state, [group])
        }
        #expect(refusal(.redis(13), write) == lacks(.unownedPendingEntries))
        #expect(refusal(.valkey(80), write) == lacks(.unownedPendingEntries))
        let encoded = try #require(try Encoded(for: .redis(14), write))
        let tail = [1] + id(5, 0) + [1] + id(6, 0) + [0, 0, 0, 0, 0]
        #expect(encoded.payload.suffix(tail.count) == tail[...])
    }

    @Test("producers need version 13; settings without producers do not")
    func producers() throws {
        var busy = state
        var memory = StreamIdempotence()
        memory.durationSeconds = 60
        memory.entriesMax = 10
        busy.idempotence = memory
        func write(_ value: inout ValueEncoder) throws(Fault) { try value.stream([], busy) }
        #expect(refusal(.redis(12), write) == nil)
        memory.producers = [.init(name: "p", ids: [(id: ByteString("i"), entry: StreamID(5, 0))])]
        memory.idsAdded = 1
        busy.idempotence = memory
        #expect(refusal(.redis(12), write) == lacks(.idempotentProducers))
        let encoded = try #require(try Encoded(for: .redis(13), write))
        let tail: [UInt8] = [60, 10, 1, 1, 0x70, 1, 1, 0x69, 5, 0, 1, 0]
        #expect(encoded.payload.suffix(tail.count) == tail[...])
    }
}
