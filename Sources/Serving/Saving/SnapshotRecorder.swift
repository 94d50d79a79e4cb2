public import RedoubtBytes
public import RedoubtKeyspace
public import RedoubtRDB
public import RedoubtValues

/// Writes a dataset as it was at one moment, on whatever thread.
///
/// Keys that nobody has touched are copied as they stand in their snapshot; those whose time is
/// over are left out.
public struct SnapshotRecorder: Sendable {
    /// The version that is written.
    public let format: FormatVersion
    /// The time of the moment, in milliseconds since 1970.
    public let nowMs: Int64
    /// What stands in front of the keys.
    public var auxiliaries: [(name: ByteString, value: ByteString)]

    /// Writes a version for a server.
    public init(for profile: ServerProfile, format: FormatVersion? = nil, nowMs: Int64) {
        self.format = format ?? .target(profile)
        self.nowMs = nowMs
        let name: ByteString = self.format.dialect == .valkey ? "valkey-ver" : "redis-ver"
        auxiliaries = [
            (name, ByteString("\(profile.major).\(profile.minor).0")), ("redis-bits", "64"),
            ("ctime", ByteString(decimal: nowMs / 1000)),
        ]
    }

    /// Writes everything, and gives the sink back.
    public func write<Sink: ByteSink & ~Copyable>(
        _ keyspace: borrowing Keyspace,
        to sink: consuming Sink
    ) throws(Fault) -> Sink {
        var writer = try RDBWriter(sink, format: format)
        for field in auxiliaries { try writer.auxiliary(field.name, field.value) }
        for data in keyspace.moduleAuxiliaries where !data.isBehindKeys {
            try writer.moduleAuxiliary(data.bytes.bytes)
        }
        if format.hasFunctions {
            for library in keyspace.functions { try writer.function(library.value) }
        }
        for number in keyspace.databaseNumbers {
            try write(keyspace[database: number], number, to: &writer)
        }
        for data in keyspace.moduleAuxiliaries where data.isBehindKeys {
            try writer.moduleAuxiliary(data.bytes.bytes)
        }
        return try writer.finish()
    }

    private func write<Sink: ByteSink & ~Copyable>(
        _ database: Database,
        _ number: Int,
        to writer: inout RDBWriter<Sink>
    ) throws(Fault) {
        try writer.selectDatabase(
            number,
            keyCount: database.count,
            expiringCount: database.expiringCount
        )
        try database.forEachKey { (name, entry) throws(Fault) in
            if let expiry = entry.attributes.expiresAtMs, expiry <= nowMs { return }
            try write(name, entry, to: &writer)
        }
    }

    private func write<Sink: ByteSink & ~Copyable>(
        _ name: ByteString,
        _ entry: KeyEntry,
        to writer: inout RDBWriter<Sink>
    ) throws(Fault) {
        if case .frozen(let value) = entry.value,
            format.canCopy(value.type, from: value.source.context.format)
        {
            try value.source.withPayload(value.range) { (payload) throws(Fault) in
                try writer.copyKey(name.bytes, entry.attributes, value.type, payload: payload)
            }
            return
        }
        try writer.encodeKey(name.bytes, entry.attributes) { (encoder) throws(Fault) in
            try entry.value.visit(&encoder)
        }
    }
}
