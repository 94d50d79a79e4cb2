import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import RedoubtValues
import Testing

/// Counts the writes, and refuses the one that goes beyond a limit.
private struct CountingSink: ByteSink, ~Copyable {
    var content = ByteBuilder()
    var sizes: [Int] = []
    var room = Int.max

    mutating func write(_ bytes: RawSpan) throws(Fault) {
        guard bytes.byteCount <= room - content.count else { throw Fault(.systemCall, detail: 28) }
        sizes.append(bytes.byteCount)
        content.append(bytes)
    }
}

private func fill<Sink: ByteSink & ~Copyable>(
    _ writer: inout RDBWriter<Sink>,
    sizes: [Int]
) throws(Fault) {
    for (index, size) in sizes.enumerated() {
        let text = ByteString([UInt8](repeating: UInt8(index & 0xFF), count: size))
        try writer.encodeKey(ByteString("key\(index)").bytes, KeyAttributes()) {
            (value) throws(Fault) in try value.text(text)
        }
    }
}

@Suite("The buffer of the writer")
struct BufferingTests {
    private static let plain = RDBWriterOptions(compresses: false)

    @Test("many small values go out in runs of 256 KiB")
    func runs() throws {
        var writer = try RDBWriter(CountingSink(), format: .redis(11), options: Self.plain)
        try fill(&writer, sizes: [Int](repeating: 1000, count: 2000))
        let count = writer.byteCount
        let sink = try writer.finish()
        #expect(sink.content.count == count + 9)
        #expect(sink.sizes.count == 9)
        #expect(sink.sizes.dropLast(2).allSatisfy { $0 >= 1 << 18 && $0 < (1 << 18) + 2000 })
    }

    @Test("values of every size are read back, with a checksum that matches")
    func sizes() throws {
        let sizes = [0, 1, 1 << 18, (1 << 18) - 20, 5, 1 << 20, 3, (1 << 18) + 1]
        var writer = try RDBWriter(ByteBuilder(), format: .redis(9), options: Self.plain)
        try fill(&writer, sizes: sizes)
        let payload = [UInt8]([0x80, 0, 8, 0, 0]) + [UInt8](repeating: 9, count: 1 << 19)
        try writer.copyKey(
            ByteString("copy").bytes,
            KeyAttributes(),
            .string,
            payload: payload.rawSpan
        )
        let count = writer.byteCount
        let bytes = try writer.finish().array
        #expect(bytes.count == count + 9)
        var reader = try FrameReader(ByteWindow(bytes))
        var read: [Int] = []
        while let frame = try reader.next() {
            guard case .key(let key) = frame else { continue }
            let content = try Encoded(key.type, reader.payload.array).content(.redis(9))
            #expect(content.kind == .string)
            read.append(key.payloadRange.count)
        }
        let lengthSizes = sizes.map { $0 < 64 ? 1 : $0 < 16384 ? 2 : 5 }
        #expect(read == zip(sizes, lengthSizes).map { $0 + $1 } + [payload.count])
        guard case .matches = reader.checksum else {
            Issue.record("\(reader.checksum)")
            return
        }
    }

    @Test("a sink that refuses is heard of")
    func fullSink() throws {
        let full = CountingSink(room: 300_000)
        var writer = try RDBWriter(full, format: .redis(11), options: Self.plain)
        let fault = #expect(throws: Fault.self) {
            try fill(&writer, sizes: [Int](repeating: 1000, count: 2000))
        }
        #expect(fault == Fault(.systemCall, detail: 28))
    }

    @Test("the same calls give the same bytes, compressed ones too")
    func deterministic() throws {
        func once() throws(Fault) -> [UInt8] {
            var writer = try RDBWriter(ByteBuilder(), format: .redis(11))
            try fill(&writer, sizes: Array(0..<600))
            return try writer.finish().array
        }
        let first = try once()
        #expect(try once() == first)
        #expect(first.count < 40_000)
    }
}
