import RedoubtBytes
import RedoubtRDB
import Testing

@Suite("SnapshotSource")
struct SnapshotSourceTests {
    private let context = PayloadContext(format: .redis(11))

    @Test("payloads that were copied in are found again, small or large")
    func owned() throws {
        let source = SnapshotSource(context: context)
        var kept: [(range: Range<Int>, bytes: [UInt8])] = []
        for index in 0..<300 {
            let count = index % 50 == 49 ? 2_000_000 : index * 37 % 20_000
            let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: count)
            kept.append((source.append(bytes.rawSpan), bytes))
        }
        source.seal()
        for (range, bytes) in kept {
            let same = try source.withPayload(range) { (span) throws(Fault) in
                span.equalsBytes(bytes.rawSpan)
            }
            #expect(same)
        }
        #expect(source.ownedByteCount == kept.reduce(0) { $0 + $1.bytes.count })
    }

    @Test("a range that holds no payload is a fault")
    func unknownRange() {
        let source = SnapshotSource(context: context)
        let range = source.append([1, 2, 3].rawSpan)
        #expect(throws: Fault.self) {
            try source.withPayload(0..<(range.upperBound + 1)) { (span) throws(Fault) in
                span.byteCount
            }
        }
        #expect(throws: Fault.self) {
            try source.withPayload(5..<6) { (span) throws(Fault) in span.byteCount }
        }
    }

    @Test("templates that are declared later are taken over")
    func adopting() throws {
        let source = SnapshotSource(context: context)
        var grown = context
        let isNew = grown.templates.declare(1, fields: ["f"])
        #expect(isNew)
        source.adopt(grown)
        #expect(source.context.templates[1] == ["f"])
        #expect(source.ownsPayloads)
    }
}
