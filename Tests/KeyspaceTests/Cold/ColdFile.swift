import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues

/// A snapshot on disk whose keys are left in it.
struct ColdFile {
    let folder: TemporaryFolder
    let path: String
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws {
        folder = try TemporaryFolder()
        self.bytes = bytes
        path = try folder.write(bytes, to: "dump.rdb")
    }

    /// A snapshot of strings: `key:0` is `value:0`, and so on; each third one expires.
    init(keyCount: Int) throws {
        var writer = try RDBWriter(
            ByteBuilder(capacity: 1 << 16),
            format: .redis(10),
            options: RDBWriterOptions()
        )
        try writer.selectDatabase(0, keyCount: keyCount, expiringCount: 0)
        for number in 0..<keyCount {
            let expiry = number % 3 == 0 ? KeyAttributes(expiresAtMs: 4_102_444_800_000) : nil
            try writer.encodeKey(
                Array("key:\(number)".utf8).rawSpan,
                expiry ?? KeyAttributes()
            ) { (value) throws(Fault) in
                try value.begin(.string, countHint: 1, encoding: .plain)
                value.string(Array("value:\(number)".utf8).rawSpan)
                try value.end()
            }
        }
        let written = try writer.finish()
        try self.init(written.bytes.array)
    }

    /// The places of all keys of a database; of the file as it is now on disk.
    func places(in database: Int = 0, seed: UInt64 = 1) throws -> ColdBatch {
        var batch = ColdBatch()
        var frames = try FrameReader(ByteWindow(bytes))
        while let frame = try frames.next() {
            guard case .key(let key) = frame, key.database == database else { continue }
            let expires = key.attributes.expiresAtMs != nil
            batch.add(frames.key, at: key.recordOffset, expires: expires, seed: seed)
        }
        return batch
    }

    func source() throws -> SnapshotSource {
        let mapped = try MappedFile(path: path)
        let format = FormatVersion(magicOf: bytes.rawSpan) ?? .redis(10)
        let source = SnapshotSource(mapped, context: PayloadContext(format: format))
        source.seal()
        return source
    }

    /// A database all of whose keys are cold.
    func database(_ number: Int = 0, seed: UInt64 = 1) throws -> Database {
        var cold = ColdKeys(try source(), seed: seed)
        for part in try places(in: number, seed: seed).parts(of: 1000) {
            if let refused = cold.insert(part) { throw TestFailure("\(refused)") }
        }
        var database = Database()
        database.cold = cold
        return database
    }
}
