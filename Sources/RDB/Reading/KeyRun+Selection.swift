public import RedoubtBytes

/// What is known of a key whose value is passed over.
public struct PassedKey: Hashable, Sendable {
    /// How the value is encoded.
    public let type: ObjectType
    /// Whether the key has an expiry.
    public let expires: Bool
    /// Whether an idle time or an access counter stands in front of the key.
    public let hasHint: Bool
    /// Where the key begins in the file: its expiry, or its type.
    public let recordOffset: Int

    /// Describes a key.
    public init(type: ObjectType, expires: Bool, hasHint: Bool, recordOffset: Int) {
        self.recordOffset = recordOffset
        self.type = type
        self.expires = expires
        self.hasHint = hasHint
    }
}

extension FrameReader {
    /// Passes over keys as ``passKeys(sizeMax:)`` does, for as long as `accepts` says so.
    ///
    /// It ends before the first key that is refused, before one whose name does not stand there as
    /// it is, and before an aggregate that may be empty: ``next()`` reads that. The last key that
    /// was accepted may be one that is not passed over.
    public mutating func passKeys(
        sizeMax: Int = 1 << 18,
        while accepts: (_ name: RawSpan, _ key: PassedKey) throws(Fault) -> Bool
    ) throws(Fault) -> KeyRun {
        guard checksum == .pending, recordOffset == nil else {
            return KeyRun(range: offset..<offset)
        }
        release()
        let run = try Self.run(
            over: window.buffered(sizeMax),
            at: offset,
            in: context,
            while: accepts
        )
        try window.skip(run.range.count)
        payloadRange = run.range
        return run
    }

    private static func run(
        over bytes: RawSpan,
        at start: Int,
        in context: PayloadContext,
        while accepts: (_ name: RawSpan, _ key: PassedKey) throws(Fault) -> Bool
    ) throws(Fault) -> KeyRun {
        let types = ObjectType.table(of: context.format.dialect)
        var run = KeyRun(range: start..<start)
        var end = 0
        var cursor = ByteCursor(bytes, at: start)
        while let key = KeyHead.pass(&cursor, types, in: context) {
            let name = bytes.extracting(key.name)
            guard try accepts(name, key.passed), passValue(of: key, &cursor, in: context)
            else { break }
            run.count &+= 1
            end = cursor.position
        }
        run.range = start..<(start &+ end)
        return run
    }

    /// Passes over a value; false for one that is not whole, or so small that it may be empty.
    @_lifetime(cursor: copy cursor)
    private static func passValue(
        of key: KeyHead,
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) -> Bool {
        let start = cursor.position
        guard (try? key.passed.type.pass(&cursor, in: context)) != nil else { return false }
        return cursor.position &- start > key.passed.type.emptyPayloadCountMax
    }
}

/// What stands in front of a value: attributes, type and a name that stands there as it is.
private struct KeyHead {
    let passed: PassedKey
    let name: Range<Int>

    /// Reads it; nil where no simple one stands whole.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    static func pass(
        _ cursor: inout ByteCursor,
        _ types: [ObjectType?],
        in context: PayloadContext
    ) -> KeyHead? {
        do throws(Fault) {
            return try KeyHead(&cursor, types, in: context)
        } catch {
            return nil
        }
    }

    @inline(__always)
    @_lifetime(cursor: copy cursor)
    private init?(
        _ cursor: inout ByteCursor,
        _ types: [ObjectType?],
        in context: PayloadContext
    ) throws(Fault) {
        let recordOffset = cursor.offset
        var wire = try cursor.byte()
        var expires = false
        var hasHint = false
        while wire >= 248 {
            switch wire {
            case 252: try cursor.skip(8)
            case 253: try cursor.skip(4)
            case 249: try cursor.skip(1)
            case 248: _ = try RDBLength.read(from: &cursor, in: context)
            default: return nil
            }
            if wire >= 252 { expires = true } else { hasHint = true }
            wire = try cursor.byte()
        }
        guard let type = ObjectType(wire: wire, in: types), type != .modulePreGA else { return nil }
        let first = try cursor.byte()
        guard first < 0x80 else { return nil }
        let count =
            first < 0x40 ? Int(first) : Int(first & 0x3F) << 8 | Int(try cursor.byte())
        let start = cursor.position
        try cursor.skip(count)
        name = start..<cursor.position
        passed = PassedKey(
            type: type,
            expires: expires,
            hasHint: hasHint,
            recordOffset: recordOffset
        )
    }
}
