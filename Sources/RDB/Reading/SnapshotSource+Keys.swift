public import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Keys that are read where they stand in a mapped snapshot.
extension SnapshotSource {
    /// Whether the key at an offset has a name, in whatever form the name stands there.
    ///
    /// Nothing is decoded that can be told apart by its size.
    public func hasKey(_ key: RawSpan, at offset: Int) -> Bool {
        do throws(Fault) {
            return try withBytes(from: offset) { (bytes) throws(Fault) in
                try Self.hasKey(key, bytes, in: context)
            }
        } catch {
            return false
        }
    }

    /// The key at an offset and its name.
    ///
    /// - Throws: ``Fault`` where none stands whole.
    public func key(at offset: Int) throws(Fault) -> (key: SnapshotItem.Key, name: ByteString) {
        try withBytes(from: offset) { (bytes) throws(Fault) in
            let item = try SnapshotItem(bytes, at: offset, in: context)
            guard case .key(let key) = item.kind else { throw Fault(.badType, at: offset) }
            return (key, key.name(in: bytes, at: offset, context))
        }
    }

    /// What stands in front of the value of the key at an offset; nil where no readable key begins.
    public func heading(at offset: Int) -> KeyHeading? {
        do throws(Fault) {
            return try withBytes(from: offset) { bytes in
                KeyHeading(bytes, at: offset, in: context)
            }
        } catch {
            return nil
        }
    }

    /// The bytes of a range, as they stand in the mapped file.
    public func withBytes<R: ~Copyable>(
        from offset: Int,
        _ body: (RawSpan) throws(Fault) -> R
    ) throws(Fault) -> R {
        guard offset >= 0, offset < mappedCount else { throw Fault(.truncated, at: offset) }
        return try withPayload(offset..<mappedCount, body)
    }

    private static func hasKey(
        _ key: RawSpan,
        _ bytes: RawSpan,
        in context: PayloadContext
    ) throws(Fault) -> Bool {
        var cursor = ByteCursor(bytes)
        var wire = try cursor.byte()
        while wire >= 242 {
            switch wire {
            case 252: try cursor.skip(8)
            case 253: try cursor.skip(4)
            case 249: try cursor.skip(1)
            case 248: _ = try RDBLength.read(from: &cursor, in: context)
            default:
                let heading = KeyHeading(bytes, at: 0, in: context)
                return heading?.name.bytes.equalsBytes(key) ?? false
            }
            wire = try cursor.byte()
        }
        let form = try RDBString.form(&cursor, in: context)
        switch form {
        case .raw(let count):
            guard count == key.byteCount else { return false }
            return try cursor.view(count).equalsBytes(key)
        case .integer: break
        case .compressed(_, let count): guard count == key.byteCount else { return false }
        }
        var scratch = ByteBuilder(capacity: 64)
        return try RDBString.view(of: form, &cursor, &scratch).equalsBytes(key)
    }
}
