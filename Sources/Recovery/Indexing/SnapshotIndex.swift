import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// A snapshot that is used through the index beside it, without being read.
public struct SnapshotIndex: Sendable {
    /// Where all keys stand, by the number of the database in the snapshot.
    let databases: [(database: Int, keys: ColdKeys)]
    /// What the dataset is besides its keys.
    let rest: LoadedRest

    /// The seed of the hashes; nil where there are no keys.
    var seed: UInt64? { databases.first?.keys.seed }

    /// Opens the index of a snapshot; nil where none is that can be used.
    init?(of path: String, _ options: LoadOptions) {
        guard path != "-" else { return nil }
        do throws(Fault) {
            let file = try InputFile(path: path)
            let mapped = try MappedFile(file)
            guard let format = FormatVersion(magicOf: mapped.bytes),
                let identity = SnapshotIdentity(file, mapped)
            else { return nil }
            let plain = SnapshotSource(mapped, context: PayloadContext(format: format))
            plain.seal()
            let indexPath = ColdIndex.path(beside: path)
            guard let index = ColdIndex(path: indexPath, of: identity, plain) else { return nil }
            let (rest, context) = try Self.rest(of: mapped, at: index.otherOffsets, path, options)
            let source = SnapshotSource(mapped, context: context)
            source.seal()
            self.rest = rest
            databases = index.databases.map { database in
                var keys = database.keys
                keys.adopt(source)
                return (database.number, keys)
            }
        } catch {
            return nil
        }
    }

    /// Reads what is no key, where it stands.
    private static func rest(
        of file: MappedFile,
        at offsets: [Int],
        _ path: String,
        _ options: LoadOptions
    ) throws(Fault) -> (LoadedRest, PayloadContext) {
        var frames = try FrameReader(ByteWindow(file))
        let head = try SnapshotLoader.leadingAuxiliaries(&frames)
        let origin = SnapshotLoader.origin(head.fields, frames.format, options)
        var context = PayloadContext(format: frames.format)
        var content = SnapshotContent(
            head.fields,
            profile: origin.server.profile,
            source: SnapshotSource(context: context),
            spool: nil,
            path: path
        )
        for offset in offsets {
            var frames = try FrameReader(
                ByteWindow(file),
                at: offset,
                database: 0,
                context: context
            )
            guard let frame = try frames.next() else { throw Fault(.truncated, at: offset) }
            try content.take(frame, frames)
            context = frames.context
        }
        let keyspace = content.intoKeyspace()
        let rest = LoadedRest(
            origin: origin,
            functions: keyspace.functions,
            auxiliaries: keyspace.auxiliaries,
            moduleAuxiliaries: keyspace.moduleAuxiliaries,
            replay: nil,
            splice: nil,
            rewind: nil
        )
        return (rest, context)
    }

    // MARK: Writing

    /// Writes the index of a snapshot, which is read for it from its start to its end.
    ///
    /// - Throws: what is wrong with the snapshot, or with writing.
    public static func write(
        of path: String,
        options: LoadOptions = LoadOptions()
    ) throws(RecoveryError) {
        var request = DatasetRequest(snapshot: path, log: nil)
        request.options = options
        request.writesIndex = true
        let outcome = IndexOutcome()
        try DatasetFeed(request).run { outcome.take($0) }
        if let failure = outcome.failure { throw failure }
    }

    /// The index that is to be written of a snapshot.
    struct Target {
        private let path: String
        /// What the snapshot was like before it was read; nil for one that can not have an index.
        private let identity: SnapshotIdentity?

        init(of path: String) {
            self.path = path
            identity = Self.identity(of: path)
        }

        private static func identity(of path: String) -> SnapshotIdentity? {
            guard path != "-", let file = try? InputFile(path: path),
                let mapped = try? MappedFile(file)
            else { return nil }
            return SnapshotIdentity(file, mapped)
        }

        /// - Parameter index: nil if there is nothing to write.
        /// - Returns: what kept it from being written.
        func write(_ index: ColdIndex?) -> RecoveryError? {
            guard let index, let identity, Self.identity(of: path) == identity else {
                return RecoveryError(.failure, "this snapshot can not have an index", file: path)
            }
            let target = ColdIndex.path(beside: path)
            do throws(Fault) {
                try index.write(to: target, of: identity)
                return nil
            } catch {
                return RecoveryError(error, file: target)
            }
        }
    }
}
