import RedoubtBytes
public import RedoubtValues

/// One key of a run, in place.
public struct WalkedKey: Hashable, Sendable {
    /// How the value is encoded.
    public let type: ObjectType
    /// Where the key begins: its expiry, or its type.
    public let recordOffset: Int
    /// When it expires, in milliseconds since 1970.
    public let expiresAtMs: Int64?
    /// Where the value stands.
    public let payloadRange: Range<Int>
    /// The module whose value it is; nil for every other type.
    public let module: ModuleID?
}

extension KeyRun {
    /// Hands out the keys of a run, each with its name and its payload.
    ///
    /// - Parameters:
    ///   - bytes: the keys, as ``FrameReader/passKeys()`` passed over them: all or some ``parts``.
    ///   - offset: where they stand in the input.
    ///   - context: the file.
    public static func forEachKey(
        in bytes: RawSpan,
        at offset: Int,
        context: PayloadContext,
        _ body: (WalkedKey, _ name: RawSpan, _ payload: RawSpan) -> Void
    ) {
        let types = ObjectType.table(of: context.format.dialect)
        var scratch = ByteBuilder(capacity: 64)
        var cursor = ByteCursor(bytes, at: offset)
        while !cursor.isAtEnd {
            let start = cursor.offset
            do throws(Fault) {
                guard let record = try KeyRecord(&cursor, types, in: context) else { return }
                let nameStart = record.nameOffset - offset
                var nameCursor = ByteCursor(bytes.extracting(nameStart..<cursor.position))
                let payloadStart = cursor.offset
                try record.type.pass(&cursor, in: context)
                let payload = (payloadStart - offset)..<cursor.position
                var module: ModuleID?
                if record.type == .module {
                    var cursor = ByteCursor(bytes.extracting(payload))
                    module = ModuleID(rawValue: try RDBLength.read(from: &cursor, in: context))
                }
                let key = WalkedKey(
                    type: record.type,
                    recordOffset: start,
                    expiresAtMs: expiry(in: bytes.extracting((start - offset)..<nameStart)),
                    payloadRange: payloadStart..<cursor.offset,
                    module: module
                )
                let name = try RDBString.view(&nameCursor, &scratch, in: context)
                body(key, name, bytes.extracting(payload))
            } catch {
                return
            }
        }
    }

    /// The expiry among what stands in front of a name.
    private static func expiry(in head: RawSpan) -> Int64? {
        // Most keys have nothing but their type there.
        guard head.byteCount > 1 else { return nil }
        var cursor = ByteCursor(head)
        var expiry: Int64?
        let context = PayloadContext(format: .redis(11))
        while let wire = try? cursor.byte() {
            switch wire {
            case 252: expiry = (try? cursor.littleEndian(Int64.self)) ?? expiry
            case 253: expiry = (try? cursor.littleEndian(Int32.self)).map { Int64($0) * 1000 }
            case 249: try? cursor.skip(1)
            case 248: _ = try? RDBLength.read(from: &cursor, in: context)
            default: return expiry
            }
        }
        return expiry
    }
}
