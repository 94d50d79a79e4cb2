import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// What stands in a rebuilt snapshot before its keys.
///
/// AUX fields of the source stay, except what a rebuild makes untrue: its place in a replication
/// history, its memory use, its role in a log. The server is the one whose version is written, so
/// that a digest follows that server.
struct SnapshotPrologue: Equatable {
    let format: FormatVersion
    private let auxiliaries: [Auxiliary]
    private let moduleAuxiliaries: [ByteString]
    private let functions: [ByteString]

    private struct Auxiliary: Equatable {
        let name: ByteString
        let value: ByteString
    }

    private static let dropped: Set<ByteString> = [
        "redis-ver", "valkey-ver", "redis-bits", "used-mem", "repl-stream-db", "repl-id",
        "repl-offset", "aof-preamble", "aof-base",
    ]

    /// - Parameters:
    ///   - mark: the AUX field that makes it the beginning of a log.
    init(
        _ keyspace: borrowing Keyspace,
        _ origin: DatasetOrigin,
        format: FormatVersion,
        mark: ByteString? = nil
    ) {
        self.format = format
        let given = keyspace.auxiliaries.map { Auxiliary(name: $0.name, value: $0.value) }
        auxiliaries =
            Self.server(given, origin, format: format)
            + [Auxiliary(name: "redis-bits", value: "64")]
            + given.filter { !Self.dropped.contains($0.name) }
            + (mark.map { [Auxiliary(name: $0, value: "1")] } ?? [])
        moduleAuxiliaries = keyspace.moduleAuxiliaries.filter { !$0.isBehindKeys }.map(\.bytes)
        functions = keyspace.functions.map(\.value)
    }

    private static func server(
        _ given: [Auxiliary],
        _ origin: DatasetOrigin,
        format: FormatVersion
    ) -> [Auxiliary] {
        let names: [ByteString] = ["redis-ver", "valkey-ver"]
        let named = given.filter { names.contains($0.name) }
        if origin.format == format, !named.isEmpty { return named }
        let profile = ServerChoice.writer(of: format, preferring: origin.server.profile)
        return [
            Auxiliary(
                name: profile.family == .redis ? "redis-ver" : "valkey-ver",
                value: ByteString("\(profile.major).\(profile.minor).0")
            )
        ]
    }

    /// Begins a snapshot.
    func begin(
        _ file: consuming AtomicFile,
        compresses: Bool
    ) throws(Fault) -> RDBWriter<AtomicFile> {
        var writer = try RDBWriter(
            file,
            format: format,
            options: RDBWriterOptions(compresses: compresses)
        )
        for field in auxiliaries { try writer.auxiliary(field.name, field.value) }
        for data in moduleAuxiliaries { try writer.moduleAuxiliary(data.bytes) }
        for source in functions { try writer.function(source) }
        return writer
    }
}
