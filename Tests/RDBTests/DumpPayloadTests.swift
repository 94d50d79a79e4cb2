import RedoubtBytes
import RedoubtRDB
import Testing

private typealias B = FileBytes

@Suite("DUMP payloads")
struct DumpPayloadTests {
    private func built(
        _ type: ObjectType,
        _ payload: [UInt8],
        _ format: FormatVersion,
        metadata: ByteString? = nil
    ) throws -> [UInt8] {
        var blob = ByteBuilder()
        try DumpPayload.build(
            type,
            payload: payload.rawSpan,
            format: format,
            metadata: metadata,
            into: &blob
        )
        return blob.array
    }

    @Test("the answer of a live Redis 7.0.15 is read")
    func liveAnswer() throws {
        // SET k 10; DUMP k
        let blob: [UInt8] = [
            0x00, 0xC0, 0x0A, 0x0A, 0x00, 0x6E, 0x9F, 0x57, 0x45, 0x0E, 0xAE, 0x63, 0xBB,
        ]
        let dump = try DumpPayload(parsing: blob.rawSpan)
        #expect(dump.type == .string)
        #expect(dump.payloadRange == 1..<3)
        #expect(dump.context.format == .redis(10))
        #expect(try built(.string, [0xC0, 10], .redis(10)) == blob)
    }

    @Test("what is built is read back", arguments: Sample.all)
    func roundTrip(_ sample: Sample) throws {
        let blob = try built(sample.type, sample.payload, sample.format)
        switch sample.type {
        case .hashTemplateListpackReference, .hashTemplateArrayReference:
            #expect(throws: Fault.self) { try DumpPayload(parsing: blob.rawSpan) }
        default:
            let dump = try DumpPayload(parsing: blob.rawSpan)
            #expect(dump.type == sample.type)
            #expect(Array(blob[dump.payloadRange]) == sample.payload)
            #expect(dump.context.format == sample.format)
            #expect(dump.metadata == nil)
        }
    }

    @Test("metadata stands before the type")
    func metadata() throws {
        let block = ByteString([1, 0, 0, 0, 0, 2, 1, 0])
        let blob = try built(.string, [1, 0x76], .redis(13), metadata: block)
        let dump = try DumpPayload(parsing: blob.rawSpan)
        #expect(dump.metadata == block)
        #expect(blob[dump.payloadRange] == [1, 0x76])
    }

    @Test("any change and any cut is noticed")
    func damage() throws {
        let blob = try built(.list, [2] + B.text("a") + B.text("b"), .redis(11))
        for index in blob.indices {
            var changed = blob
            changed[index] ^= 0x10
            #expect(throws: Fault.self) { try DumpPayload(parsing: changed.rawSpan) }
            #expect(throws: Fault.self) { try DumpPayload(parsing: Array(blob[..<index]).rawSpan) }
        }
    }

    @Test("a zero checksum, spare bytes and unknown versions are refused")
    func refusals() throws {
        func reason(_ blob: [UInt8]) -> Fault.Reason? {
            do {
                _ = try DumpPayload(parsing: blob.rawSpan)
                return nil
            } catch {
                return error.reason
            }
        }
        let zero = try built(.string, [0], .redis(11)).dropLast(8) + [UInt8](repeating: 0, count: 8)
        #expect(reason(Array(zero)) == .checksumMismatch)
        #expect(reason(try built(.string, [0, 0], .redis(11))) == .trailingBytes)
        #expect(reason(try built(.string, [0], .redis(16))) == .unsupportedVersion)
        #expect(reason(try built(.string, [0], .valkey(81))) == .unsupportedVersion)
        #expect(reason(try built(.modulePreGA, [0], .redis(8))) == .unknownType)
        #expect(throws: Fault.self) { try built(.hashExpiry, [0], .valkey(80)) }
    }
}
