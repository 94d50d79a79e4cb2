import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import RedoubtValues
import Testing

/// Writes a file into memory and answers its bytes.
private func file(
    _ format: FormatVersion,
    checksums: Bool = true,
    _ body: (inout RDBWriter<ByteBuilder>) throws(Fault) -> Void = { _ in }
) throws(Fault) -> [UInt8] {
    let options = RDBWriterOptions(compresses: true, checksums: checksums)
    var writer = try RDBWriter(ByteBuilder(), format: format, options: options)
    try body(&writer)
    return try writer.finish().array
}

/// What stands between the magic and the end mark.
private func body(
    _ format: FormatVersion,
    _ body: (inout RDBWriter<ByteBuilder>) throws(Fault) -> Void
) throws(Fault) -> [UInt8] {
    let bytes = try file(format, checksums: false, body)
    return Array(bytes[9..<(bytes.count - 1 - (format.hasChecksum ? 8 : 0))])
}

private func put(
    _ writer: inout RDBWriter<ByteBuilder>,
    _ attributes: KeyAttributes = KeyAttributes()
) throws(Fault) {
    try writer.encodeKey(ByteString("k").bytes, attributes) { (value) throws(Fault) in
        try value.text("v")
    }
}

private let key: [UInt8] = [0, 1, 0x6B, 1, 0x76]

@Suite("The frame of a file")
struct FileFrameTests {
    @Test("the smallest files have a magic, an end mark and, from version 5 on, a checksum")
    func smallest() throws {
        #expect(try file(.redis(3)) == Array("REDIS0003".utf8) + [0xFF])
        let magic = Array("REDIS0011".utf8) + [0xFF]
        let crc = CRC64.checksum(of: magic.rawSpan)
        let checksum = (0..<8).map { UInt8(truncatingIfNeeded: crc >> (8 * $0)) }
        #expect(try file(.redis(11)) == magic + checksum)
        #expect(try file(.valkey(80)).starts(with: Array("VALKEY080".utf8)))
    }

    @Test("a checksum that is not wanted is zero")
    func noChecksum() throws {
        let bytes = try file(.redis(9), checksums: false)
        #expect(bytes == Array("REDIS0009".utf8) + [0xFF, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("versions that no server has are refused")
    func unknownVersion() {
        #expect(throws: Fault(.unsupportedVersion, detail: 16)) { try file(.redis(16)) }
        #expect(throws: Fault(.unsupportedVersion, detail: 11)) { try file(.valkey(11)) }
    }

    @Test("AUX fields and key counts are written from version 7 on and left out before")
    func hints() throws {
        func write(_ writer: inout RDBWriter<ByteBuilder>) throws(Fault) {
            try writer.auxiliary("redis-bits", "64")
            try writer.selectDatabase(300, keyCount: 2, expiringCount: 1)
        }
        #expect(try body(.redis(6), write) == [254, 0x41, 0x2C])
        let name = [10] + Array("redis-bits".utf8)
        #expect(
            try body(.redis(7), write)
                == [250] + name + [0xC0, 64] + [254, 0x41, 0x2C, 251, 2, 1]
        )
    }

    @Test("function libraries need version 10")
    func functions() throws {
        func write(_ writer: inout RDBWriter<ByteBuilder>) throws(Fault) {
            try writer.function("#!lua name=a")
        }
        #expect(try body(.redis(10), write) == [245, 12] + Array("#!lua name=a".utf8))
        #expect(throws: lacks(.functions)) { try body(.redis(9), write) }
    }

    @Test("module data without a key is copied, and needs version 9")
    func moduleData() throws {
        func write(_ writer: inout RDBWriter<ByteBuilder>) throws(Fault) {
            try writer.moduleAuxiliary([0x81, 1, 2, 3, 4, 5, 6, 7, 8, 2, 1, 0].rawSpan)
        }
        #expect(
            try body(.redis(9), write) == [247, 0x81, 1, 2, 3, 4, 5, 6, 7, 8, 2, 1, 0]
        )
        #expect(throws: lacks(.modules)) { try body(.redis(8), write) }
    }
}

@Suite("What stands before a key")
struct KeyAttributeTests {
    @Test("expiries have milliseconds from version 3 on")
    func milliseconds() throws {
        let attributes = KeyAttributes(expiresAtMs: 1500)
        #expect(
            try body(.redis(3)) { (writer) throws(Fault) in try put(&writer, attributes) }
                == [252, 0xDC, 5, 0, 0, 0, 0, 0, 0] + key
        )
    }

    @Test("versions 1 and 2 take whole seconds up to 2038", arguments: [1, 2])
    func seconds(_ number: Int) throws {
        func expiring(_ milliseconds: Int64) throws(Fault) -> [UInt8] {
            try body(.redis(number)) { (writer) throws(Fault) in
                try put(&writer, KeyAttributes(expiresAtMs: milliseconds))
            }
        }
        #expect(try expiring(2000) == [253, 2, 0, 0, 0] + key)
        #expect(try expiring(-1000) == [253, 0xFF, 0xFF, 0xFF, 0xFF] + key)
        #expect(try expiring(2_147_483_647_000) == [253, 0xFF, 0xFF, 0xFF, 0x7F] + key)
        #expect(throws: lacks(.wideExpiries)) { try expiring(1500) }
        #expect(throws: lacks(.wideExpiries)) { try expiring(2_147_483_648_000) }
    }

    @Test("access hints are written from version 9 on and left out before")
    func accessHints() throws {
        func hinted(_ number: Int) throws(Fault) -> [UInt8] {
            try body(.redis(number)) { (writer) throws(Fault) in
                try put(&writer, KeyAttributes(idleSeconds: 100))
                try put(&writer, KeyAttributes(frequency: 7))
            }
        }
        #expect(try hinted(8) == key + key)
        #expect(try hinted(9) == [248, 0x40, 100] + key + [249, 7] + key)
    }

    @Test("metadata is copied behind the hints, and needs version 13 of Redis")
    func metadata() throws {
        let attributes = KeyAttributes(frequency: 7, metadata: ByteString([0]))
        func described(_ format: FormatVersion) throws(Fault) -> [UInt8] {
            try body(format) { (writer) throws(Fault) in try put(&writer, attributes) }
        }
        #expect(try described(.redis(13)) == [249, 7, 243, 0] + key)
        #expect(throws: lacks(.keyMetadata)) { try described(.redis(12)) }
        #expect(throws: lacks(.keyMetadata)) { try described(.valkey(80)) }
    }

    @Test("a key that is refused leaves nothing behind")
    func refused() throws {
        let bytes = try body(.redis(9)) { (writer) throws(Fault) in
            let metadata = KeyAttributes(expiresAtMs: 5, metadata: ByteString([0]))
            #expect(throws: lacks(.keyMetadata)) { try put(&writer, metadata) }
            #expect(throws: lacks(.fieldExpiries)) {
                try writer.encodeKey(ByteString("h").bytes, KeyAttributes(expiresAtMs: 5)) {
                    (value) throws(Fault) in try value.hash([("f", "v", 1)])
                }
            }
            try put(&writer)
        }
        #expect(bytes == key)
    }

    @Test("a value without elements is not written, and the writer says so")
    func empty() throws {
        let bytes = try body(.redis(11)) { (writer) throws(Fault) in
            let isWritten = try writer.encodeKey(ByteString("l").bytes, KeyAttributes()) {
                (value) throws(Fault) in try value.list([])
            }
            #expect(!isWritten)
        }
        #expect(bytes.isEmpty)
    }

    @Test("a payload is copied byte for byte")
    func copy() throws {
        let bytes = try body(.redis(11)) { (writer) throws(Fault) in
            let attributes = KeyAttributes(expiresAtMs: 0)
            // Not how a server would write it: nothing looks inside.
            let payload: [UInt8] = [0x80, 0, 0, 0, 1, 0x76]
            try writer.copyKey(ByteString("7").bytes, attributes, .string, payload: payload.rawSpan)
        }
        #expect(bytes == [252, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 7, 0x80, 0, 0, 0, 1, 0x76])
    }
}
