import RedoubtAnalysis
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// Snapshots in memory.
enum SnapshotBytes {
    /// How the values of a dataset are written.
    enum Manner {
        /// Frozen values that the version holds stay as they are.
        case copying
        /// Every value is encoded anew.
        case encoding
    }

    /// The keys of a dataset as a snapshot.
    static func write(
        _ keyspace: borrowing Keyspace,
        format: FormatVersion,
        _ manner: Manner
    ) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(capacity: 1 << 16), format: format)
        for library in keyspace.functions { try writer.function(library.value) }
        for number in keyspace.databaseNumbers {
            let database = keyspace[database: number]
            try writer.selectDatabase(
                number,
                keyCount: database.count,
                expiringCount: database.expiringCount
            )
            for entry in database.entries {
                try write(entry.key, entry.value, to: &writer, manner)
            }
        }
        let written = try writer.finish()
        return written.bytes.array
    }

    /// Strings of database 0 in an order of their own, by name.
    static func strings(_ values: [String: String]) throws -> [UInt8] {
        try strings(values.sorted { $0.key < $1.key })
    }

    /// Strings of database 0, in this order; a name may come twice.
    static func strings(_ values: [(key: String, value: String)]) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(capacity: 1 << 10), format: .redis(10))
        try writer.selectDatabase(0, keyCount: values.count, expiringCount: 0)
        for (key, value) in values { try write(key, value, to: &writer) }
        let written = try writer.finish()
        return written.bytes.array
    }

    /// One string as it stands in such a snapshot.
    static func record(_ key: String, _ value: String) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(capacity: 1 << 10), format: .redis(10))
        let start = writer.byteCount
        try write(key, value, to: &writer)
        let end = writer.byteCount
        let written = try writer.finish()
        return Array(written.bytes.array[start..<end])
    }

    private static func write(
        _ key: String,
        _ value: String,
        to writer: inout RDBWriter<ByteBuilder>
    ) throws {
        try writer.encodeKey(ByteString(key).bytes, KeyAttributes()) { encoder throws(Fault) in
            try encoder.begin(.string, countHint: 1, encoding: .plain)
            encoder.string(ByteString(value).bytes)
            try encoder.end()
        }
    }

    private static func write(
        _ key: ByteString,
        _ entry: KeyEntry,
        to writer: inout RDBWriter<ByteBuilder>,
        _ manner: Manner
    ) throws(Fault) {
        if manner == .copying, case .frozen(let value) = entry.value,
            writer.format.canCopy(value.type, from: value.source.context.format)
        {
            return try value.source.withPayload(value.range) { (payload) throws(Fault) in
                try writer.copyKey(key.bytes, entry.attributes, value.type, payload: payload)
            }
        }
        try writer.encodeKey(key.bytes, entry.attributes) { (encoder) throws(Fault) in
            try entry.value.visit(&encoder)
        }
    }

    /// The digest of the snapshot in a window, which is read to its end.
    static func digest(_ window: consuming ByteWindow, _ profile: ServerProfile) throws -> String {
        var digest = DatasetDigest(profile: profile)
        var frames = try FrameReader(window)
        while let frame = try frames.next() {
            guard case .key(let key) = frame else { continue }
            let context = frames.context
            let payload = frames.payload
            let isExpiring = key.attributes.expiresAtMs != nil
            try digest.add(frames.key, database: key.database, hasExpiry: isExpiring) {
                (value) throws(Fault) in
                try key.type.visit(
                    payload,
                    at: key.payloadRange.lowerBound,
                    in: context,
                    &value
                )
            }
        }
        guard !frames.checksum.isMismatch else { throw Fault(.checksumMismatch) }
        return digest.hex
    }
}
