import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Testing

private typealias B = FileBytes

@Suite("FrameReader")
struct FrameReaderTests {
    private static let string: [UInt8] = [0, 1, 0x6B, 1, 0x76]

    /// The frames of a Redis file of the given version, without the checksum.
    private func read(_ body: [UInt8], _ magic: String = "REDIS0015") throws -> [Frame] {
        var reader = try FrameReader(ByteWindow(B.file(magic, body)))
        var frames: [Frame] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    private func fault(_ body: [UInt8], _ magic: String = "REDIS0015") -> Fault? {
        do {
            _ = try read(body, magic)
            return nil
        } catch {
            return error as? Fault
        }
    }

    @Test("a key carries its database, its attributes and its offsets")
    func key() throws {
        let body = [254, 3] + [252] + B.little(Int64(-5)) + [248, 9] + Self.string + Self.string
        var reader = try FrameReader(ByteWindow(B.file("REDIS0011", body)))
        #expect(try reader.next() == .selectDatabase(3))
        guard case .key(let key) = try reader.next() else {
            Issue.record("no key")
            return
        }
        #expect(key.database == 3)
        #expect(key.attributes == KeyAttributes(expiresAtMs: -5, idleSeconds: 9))
        #expect(key.type == .string)
        #expect(key.recordOffset == 11)
        #expect(key.payloadRange == 25..<27)
        #expect(reader.key.array == [0x6B])
        #expect(reader.payload.array == [1, 0x76])
        // The attributes belong to one key only.
        guard case .key(let second) = try reader.next() else {
            Issue.record("no second key")
            return
        }
        #expect(second.attributes == KeyAttributes())
        #expect(second.recordOffset == 27)
        #expect(try reader.next() == .end)
        #expect(try reader.next() == nil)
    }

    @Test("old expiries are seconds; frequency comes before or after")
    func attributes() throws {
        let body = [249, 7, 253] + B.little(Int32(-2)) + Self.string
        guard case .key(let key) = try read(body).first else {
            Issue.record("no key")
            return
        }
        #expect(key.attributes == KeyAttributes(expiresAtMs: -2000, frequency: 7))
        #expect(key.recordOffset == 9)
    }

    @Test("key metadata is carried byte for byte, and a type must follow")
    func metadata() throws {
        let block: [UInt8] = [1, 0xAA, 0xBB, 0xCC, 0xDD, 2, 5, 0]
        guard case .key(let key) = try read([243] + block + Self.string).first else {
            Issue.record("no key")
            return
        }
        #expect(key.attributes.metadata == ByteString(block))
        #expect(fault([243] + block + [254, 0]) == Fault(.badType, at: 18, detail: 254))
        #expect(fault([243, 8])?.reason == .badModule)
    }

    @Test("what stands between keys")
    func others() throws {
        let importing: [UInt8] = [243] + B.text("job") + [1, 5, 10]
        #expect(
            try read(
                [251, 4, 2, 250] + B.text("n") + [0xC0, 5, 244, 1, 2, 3, 245] + B.text("code")
            )
                == [
                    .resize(keys: 4, expires: 2), .auxiliary(name: "n", value: "5"),
                    .slotInfo(SlotInfo(slot: 1, keys: 2, expires: 3)), .function("code"), .end,
                ]
        )
        guard case .slotImport(let slots) = try read(importing, "VALKEY080").first else {
            Issue.record("no import")
            return
        }
        #expect(slots.job == "job")
        #expect(slots.ranges.map(\.first) == [5])
        #expect(slots.ranges.map(\.last) == [10])
        #expect(
            try read([107, 3, 121, 9])
                == [
                    .enterprise(opcode: 107, value: 3), .enterprise(opcode: 121, value: 9), .end,
                ]
        )
    }

    @Test("functions of release candidates turn into the source of later servers")
    func functionPreGA() throws {
        let without = [246] + B.text("lib") + B.text("LUA") + [0] + B.text("code")
        let with = [246] + B.text("lib") + B.text("LUA") + [1] + B.text("why") + B.text("code")
        let read = try read(without + with)
        guard case .functionPreGA(let first) = read[0], case .functionPreGA(let second) = read[1]
        else {
            Issue.record("no functions")
            return
        }
        #expect(first.source == "#!LUA name=lib\ncode")
        #expect(first.description == nil)
        #expect(second.description == "why")
        #expect(second.code == "code")
    }

    @Test("module data is carried byte for byte")
    func moduleAuxiliary() throws {
        let data: [UInt8] = [0x41, 0, 2, 1, 5, 1, 0x78, 0]
        var reader = try FrameReader(
            .trickling(B.file("REDIS0011", [247] + data)),
            keepsPayloads: false
        )
        guard case .moduleAuxiliary(let auxiliary) = try reader.next() else {
            Issue.record("no module data")
            return
        }
        #expect(auxiliary.id.rawValue == 256)
        #expect(auxiliary.when == 1)
        #expect(auxiliary.range == 10..<18)
        #expect(reader.payload.array == data)
        #expect(fault([247, 1, 3, 1, 0])?.reason == .badModule)
    }

    @Test("a module value is told with its module")
    func moduleValue() throws {
        let value: [UInt8] = [0x81] + B.big(UInt64(2)) + [2, 5, 0]
        guard case .key(let key) = try read([7, 1, 0x6B] + value + Self.string).first else {
            Issue.record("no key")
            return
        }
        #expect(key.module?.name == "AAAAAAAAA")
        #expect(key.module?.encodingVersion == 2)
        #expect(key.payloadRange == 12..<24)
    }

    @Test("templates must ascend by length, then by bytes, under ids of their own")
    func templates() throws {
        let good: [UInt8] = [242, 7, 2] + B.text("b") + B.text("aa")
        var reader = try FrameReader(ByteWindow(B.file("REDIS0015", good)))
        #expect(try reader.next() == .hashTemplate(id: 7))
        #expect(reader.context.templates[7] == ["b", "aa"])
        #expect(fault(good + good)?.reason == .badTemplate)
        #expect(fault([242, 7, 2] + B.text("aa") + B.text("b"))?.reason == .badTemplate)
        #expect(fault([242, 7, 0])?.reason == .badTemplate)
    }

    @Test("numbers that both families use are told apart by the magic")
    func dialects() throws {
        let redis: [UInt8] = [22, 1, 0x6B, 1, 0] + B.text("f") + B.text("v")
        let valkey: [UInt8] = [22, 1, 0x6B, 1] + B.text("f") + B.text("v") + B.little(Int64(-1))
        guard case .key(let first) = try read(redis, "REDIS0012").first,
            case .key(let second) = try read(valkey, "VALKEY080").first
        else {
            Issue.record("no keys")
            return
        }
        #expect(first.type == .hashExpiryPreGA)
        #expect(second.type == .hashExpiryValkey)
        #expect(fault([242, 7, 1, 1, 0x61], "VALKEY080")?.reason == .unknownType)
        #expect(fault([23, 0, 0], "VALKEY080") == Fault(.unknownType, at: 9, detail: 256 + 23))
    }

    @Test("what cannot be read is named")
    func unknownTypes() {
        #expect(fault(Self.string + [6, 0]) == Fault(.unknownType, at: 14, detail: 6))
        #expect(fault([200]) == Fault(.unknownType, at: 9, detail: 200))
        #expect(ObjectType.describeUnknown(number: 6, dialect: .redis).contains("Redis 4.0"))
        #expect(ObjectType.describeUnknown(number: 23, dialect: .valkey).contains("Valkey 9.2"))
        #expect(ObjectType.describeUnknown(number: 28, dialect: .valkey).contains("Redis"))
        #expect(ObjectType.describeUnknown(number: 99, dialect: .redis).contains("99"))
    }

    @Test("a stream that comes byte by byte gives the same frames", arguments: Sample.all)
    func trickling(_ sample: Sample) throws {
        let file = sample.file
        let memory = try frames(ByteWindow(file))
        #expect(try frames(.trickling(file)) == memory)
        #expect(memory.count(where: { $0.hasPrefix("key") }) == 1)
    }
}
