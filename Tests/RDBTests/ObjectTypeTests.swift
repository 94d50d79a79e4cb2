import RedoubtBytes
import RedoubtRDB
import Testing

@Suite("Types of values")
struct ObjectTypeTests {
    @Test("a visitor hears what the payload holds", arguments: Sample.all)
    func visiting(_ sample: Sample) throws {
        #expect(try sample.visit(sample.payload) == sample.lines)
    }

    @Test("skipping ends exactly behind the payload", arguments: Sample.all)
    func skipping(_ sample: Sample) throws {
        var window = ByteWindow.trickling(sample.payload + [0xAA])
        try sample.type.skip(&window, in: sample.context)
        #expect(window.offset == sample.payload.count)
    }

    @Test("bytes behind the payload are refused", arguments: Sample.all)
    func trailingByte(_ sample: Sample) {
        #expect(throws: Fault.self) { try sample.visit(sample.payload + [0]) }
    }

    @Test("every type that can be read has a sample")
    func completeness() {
        let sampled = Set(Sample.all.map(\.type))
        #expect(Set(ObjectType.allCases).subtracting(sampled) == [.modulePreGA])
    }

    @Test("what is wrong inside a value is told with its offset")
    func faults() {
        func fault(
            _ type: ObjectType,
            _ payload: [UInt8],
            _ format: FormatVersion = .redis(12)
        )
            -> Fault?
        {
            let sample = Sample("", type, format, payload, [])
            do {
                _ = try sample.visit(payload, at: 100)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(.sortedSet, [1, 1, 0x61, 253]) == Fault(.badSortedSet, at: 103, detail: 1))
        let notANumber = FileBytes.little(Double.nan.bitPattern)
        #expect(
            fault(.sortedSetBinary, [1, 0] + notANumber) == Fault(.badSortedSet, at: 102, detail: 1)
        )
        #expect(fault(.listQuicklist2, [1, 1, 0])?.reason == .badQuicklist)
        #expect(fault(.listQuicklist2, [1, 3, 1, 0x61])?.reason == .badQuicklist)
        #expect(fault(.listQuicklist, [1, 0])?.reason == .badQuicklist)
        #expect(fault(.modulePreGA, [0]) == Fault(.unknownType, at: 100, detail: 6))
        let past = FileBytes.little(Int64(-2))
        #expect(fault(.hashExpiryValkey, [1, 0, 0] + past, .valkey(80))?.reason == .badHash)
        #expect(fault(.hashZipmap, FileBytes.blob([0, 0xFF]))?.reason == .badZipmap)
        #expect(fault(.setIntset, [8, 2, 0, 0, 0, 0, 0, 0, 0])?.reason == .badIntset)
        #expect(fault(.array, [0, 0], .redis(14))?.reason == .badArray)
        #expect(fault(.array, [2, 0, 5, 0, 0, 5, 0, 0], .redis(14))?.reason == .badArray)
        // A blob may not be a number, nor can 176 bytes come out of one.
        #expect(fault(.hashListpack, [0xC0, 5])?.reason == .badListpack)
        #expect(fault(.string, [0xC3, 1, 0x40, 0xB0, 0]) == Fault(.badLZF, at: 100, detail: 176))
        let oddPack = FileBytes.blob(FileBytes.listpack(["a"]))
        #expect(fault(.hashListpack, oddPack)?.reason == .badHash)
        #expect(fault(.hashTemplateArrayReference, [9])?.reason == .badTemplate)
    }

    @Test("NaN in a blob is read as the servers of each family do")
    func notANumberInBlobs() throws {
        let payload = FileBytes.blob(FileBytes.listpack(["a", "nan"]))
        let redis = Sample("", .sortedSetListpack, .redis(12), payload, [])
        let valkey = Sample("", .sortedSetListpack, .valkey(80), payload, [])
        #expect(try redis.visit(payload).contains("a nan"))
        #expect(throws: Fault.self) { try valkey.visit(payload) }
    }

    @Test("aggregates without elements are told from all others")
    func emptiness() throws {
        for sample in Sample.all {
            let isEmpty = try sample.type.isEmpty(
                sample.payload.rawSpan,
                at: 0,
                in: sample.context
            )
            #expect(isEmpty == (sample.name == "empty list"))
        }
        let nodes =
            [2] + FileBytes.blob(FileBytes.ziplist([])) + FileBytes.blob(FileBytes.ziplist([]))
        let context = PayloadContext(format: .redis(9))
        #expect(try ObjectType.listQuicklist.isEmpty(nodes.rawSpan, at: 0, in: context))
    }

    @Test("a stream whose groups contradict themselves is refused")
    func pendingEntries() {
        let pending = FileBytes.id(1, 1) + FileBytes.little(Int64(0)) + [1]
        let head: [UInt8] = [0, 0, 1, 1, 1, 1, 0x67, 1, 1]
        let consumer = [1, 0x63] + FileBytes.little(Int64(0))
        let claim: [UInt8] = [1] + FileBytes.id(1, 1)
        let cases: [[UInt8]] = [
            // Claims an entry that is not pending.
            head + [0, 1] + consumer + claim,
            // Two consumers claim one entry.
            head + [1] + pending + [2] + consumer + claim + consumer + claim,
            // Nobody claims an entry.
            head + [1] + pending + [1] + consumer + [0],
            // An entry is pending twice.
            head + [2] + pending + pending + [1] + consumer + claim,
        ]
        for payload in cases {
            let sample = Sample("", .stream, payload, [])
            #expect(throws: Fault.self) { try sample.visit(payload) }
        }
    }
}
