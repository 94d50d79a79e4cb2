public import RedoubtBytes
import RedoubtValues

/// A key whose value is damaged.
public struct KeyDamage: Error, Hashable, Sendable {
    /// What is wrong.
    public let fault: Fault
    /// The name of the key.
    public let key: ByteString
}

extension KeyRun {
    /// Decodes the values of whole keys, and tells of the first that cannot be.
    ///
    /// - Parameters:
    ///   - bytes: the keys, as ``FrameReader/passKeys()`` passed over them: all or some ``parts``.
    ///   - offset: where they stand in the input.
    ///   - context: the file.
    public static func firstDamage(
        in bytes: RawSpan,
        at offset: Int,
        context: PayloadContext
    ) -> KeyDamage? {
        let types = ObjectType.table(of: context.format.dialect)
        var cursor = ByteCursor(bytes, at: offset)
        while !cursor.isAtEnd {
            var nameOffset = cursor.offset
            do throws(Fault) {
                guard let record = try KeyRecord(&cursor, types, in: context) else { return nil }
                nameOffset = record.nameOffset
                let start = cursor.offset
                try record.type.pass(&cursor, in: context)
                let payload = bytes.extracting((start - offset)..<(cursor.offset - offset))
                try record.type.check(payload, at: start, in: context)
            } catch {
                let name = bytes.extracting((nameOffset - offset)..<bytes.byteCount)
                return KeyDamage(fault: error, key: decoded(name, in: context))
            }
        }
        return nil
    }

    private static func decoded(_ name: RawSpan, in context: PayloadContext) -> ByteString {
        var cursor = ByteCursor(name)
        return (try? RDBString.owned(from: &cursor, in: context)) ?? ByteString()
    }
}

extension ObjectType {
    /// Decodes a payload to its last element and keeps nothing of it.
    ///
    /// - Parameters:
    ///   - payload: the bytes behind the key, exactly.
    ///   - offset: where they stand in the input, for faults.
    ///   - context: the file.
    public func check(
        _ payload: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) throws(Fault) {
        var visitor = IdleVisitor()
        do throws(Fault) {
            try visit(payload, at: offset, in: context, &visitor)
        } catch {
            throw error.offset < 0 ? error.relocated(to: offset) : error
        }
    }
}

/// Keeps nothing: the value has been read to its end when the visit returns.
private struct IdleVisitor: SelectiveVisitor {}
