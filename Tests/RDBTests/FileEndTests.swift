import RedoubtBytes
import RedoubtRDB
import Testing

private typealias B = FileBytes

@Suite("Magic, version and end of a file")
struct FileEndTests {
    /// Reads to the end and gives the state of the checksum.
    private func checksum(_ bytes: [UInt8]) throws(Fault) -> ChecksumState {
        var reader = try FrameReader(ByteWindow(bytes), keepsPayloads: false)
        while try reader.next() != nil {}
        return reader.checksum
    }

    private func openingFault(_ magic: String) -> Fault? {
        do {
            _ = try checksum(Array(magic.utf8) + [0xFF] + [UInt8](repeating: 0, count: 8))
            return nil
        } catch {
            return error
        }
    }

    @Test("each version has its magic", arguments: FormatVersion.readable)
    func magic(_ format: FormatVersion) throws {
        let reader = try FrameReader(ByteWindow(B.file(format.description, [])))
        #expect(reader.format == format)
        #expect(reader.checksum == .pending)
    }

    @Test("other beginnings are refused")
    func badMagic() {
        #expect(openingFault("REDIS0016") == Fault(.unsupportedVersion, at: 0, detail: 16))
        #expect(openingFault("REDIS0000") == Fault(.unsupportedVersion, at: 0, detail: 0))
        #expect(openingFault("REDIS0080") == Fault(.unsupportedVersion, at: 0, detail: 80))
        #expect(openingFault("VALKEY011") == Fault(.unsupportedVersion, at: 0, detail: 11))
        #expect(openingFault("VALKEY081") == Fault(.unsupportedVersion, at: 0, detail: 81))
        #expect(openingFault("REDIS00x1") == Fault(.badMagic, at: 0))
        #expect(openingFault("VALKEX080") == Fault(.badMagic, at: 0))
        #expect(openingFault("*3\r\n$3\r\nS") == Fault(.badMagic, at: 0))
        #expect(throws: Fault(.badMagic, at: 0)) { try checksum([0x52, 0x41]) }
        #expect(throws: Fault(.truncated, at: 3)) { try checksum([0x52, 0x45, 0x44]) }
        #expect(throws: Fault(.truncated, at: 0)) { try checksum([]) }
    }

    @Test("files before version 5 end with the end mark")
    func noChecksum() throws {
        #expect(try checksum(B.file("REDIS0004", [0, 0, 0])) == .absent)
        #expect(throws: Fault.self) { try checksum(Array("REDIS0005".utf8) + [0xFF]) }
    }

    @Test("the checksum is compared, and zero means that it was left out")
    func checksums() throws {
        let file = B.file("REDIS0011", [0, 1, 0x6B, 1, 0x76])
        guard case .matches = try checksum(file) else {
            Issue.record("no match")
            return
        }
        var damaged = file
        damaged[13] ^= 1
        #expect(try checksum(damaged).isMismatch)
        let unchecked = file.dropLast(8) + [UInt8](repeating: 0, count: 8)
        #expect(try checksum(Array(unchecked)) == .notComputed)
    }

    @Test("a large file is folded into the checksum while it is read")
    func longRuns() throws {
        var body: [UInt8] = []
        for index in 0..<3000 {
            let value = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 200)
            body += [0, 2, UInt8(index >> 8), UInt8(index & 0xFF)] + B.blob(value)
        }
        let file = B.file("REDIS0011", body)
        guard case .matches = try checksum(file) else {
            Issue.record("no match")
            return
        }
        var stream = try FrameReader(.trickling(file), keepsPayloads: false)
        while try stream.next() != nil {}
        #expect(try stream.checksum == checksum(file))
    }

    @Test("the window goes on behind the checksum", arguments: ["REDIS0004", "REDIS0009"])
    func logTail(_ magic: String) throws {
        let file = B.file(magic, [])
        for window in [ByteWindowKind.memory, .stream] {
            var reader = try FrameReader(window.open(file + Array("*1\r\n".utf8)))
            while try reader.next() != nil {}
            var rest = reader.intoWindow()
            #expect(rest.offset == file.count)
            let tail = try rest.bytes(4).array
            #expect(tail == Array("*1\r\n".utf8))
            #expect(try rest.isAtEnd())
        }
    }

    @Test("64-bit lengths stand in files from version 8 on only")
    func longLengths() throws {
        let body: [UInt8] = [0, 0x81] + B.big(UInt64(1)) + [0x6B, 1, 0x76]
        #expect(throws: Fault(.badLength, at: 10, detail: 0x81)) {
            try checksum(B.file("REDIS0007", body))
        }
        guard case .matches = try checksum(B.file("REDIS0008", body)) else {
            Issue.record("no match")
            return
        }
        #expect(throws: Fault(.badLength, at: 10, detail: 0x82)) {
            try checksum(B.file("REDIS0011", [0, 0x82, 0, 0, 0, 0]))
        }
        #expect(throws: Fault(.badStringEncoding, at: 10, detail: 0xC4)) {
            try checksum(B.file("REDIS0011", [0, 0xC4, 0]))
        }
        #expect(throws: Fault(.badLength, at: 10, detail: 0xC0)) {
            try checksum(B.file("REDIS0011", [254, 0xC0, 0]))
        }
    }
}

/// The two kinds of input.
enum ByteWindowKind {
    case memory
    case stream

    func open(_ bytes: [UInt8]) -> ByteWindow {
        switch self {
        case .memory: ByteWindow(bytes)
        case .stream: .trickling(bytes)
        }
    }
}
