public import RedoubtBytes

/// Keys that stand whole and one behind the other in memory, passed over at once.
public struct KeyRun: Hashable, Sendable {
    /// Number of keys.
    public internal(set) var count = 0
    /// Where they stand, absolutely.
    public internal(set) var range: Range<Int>
    /// The same in parts of whole keys, of some tens of kilobytes each: work for several threads.
    public internal(set) var parts: [Range<Int>] = []

    static let partSize = 1 << 16

    /// About how large a part is, but for a key that is larger by itself.
    public static var partSizeMax: Int { partSize }
}

extension FrameReader {
    /// Passes over the keys that stand next and whole in memory, as many calls of ``next()`` would.
    ///
    /// It ends before anything else than a key, before a key that reaches beyond the window or
    /// `sizeMax`, and before a fault: ``next()`` tells what it is. The bytes are ``payload`` until
    /// then.
    public mutating func passKeys(sizeMax: Int = 1 << 18) throws(Fault) -> KeyRun {
        guard checksum == .pending, recordOffset == nil else {
            return KeyRun(range: offset..<offset)
        }
        release()
        let run = Self.run(over: window.buffered(sizeMax), at: offset, in: context)
        try window.skip(run.range.count)
        payloadRange = run.range
        return run
    }

    static func run(
        over bytes: RawSpan,
        at offset: Int,
        in context: PayloadContext
    ) -> KeyRun {
        // What the servers of this version do not load deserves a look of its own.
        let types = ObjectType.table(of: context.format)
        let plain = PlainKeys(types)
        var run = KeyRun(range: offset..<offset)
        var partStart = 0
        var end = 0
        while true {
            if let next = plain.end(of: end, in: bytes) {
                end = next
            } else {
                var cursor = ByteCursor(bytes, at: offset)
                guard (try? cursor.skip(end)) != nil, KeyRecord.pass(&cursor, types, in: context)
                else { break }
                end = cursor.position
            }
            run.count &+= 1
            if end &- partStart >= KeyRun.partSize {
                run.parts.append((offset &+ partStart)..<(offset &+ end))
                partStart = end
            }
        }
        if partStart < end { run.parts.append((offset &+ partStart)..<(offset &+ end)) }
        run.range = offset..<(offset &+ end)
        return run
    }
}

/// Passes over the keys that most files are full of: no attributes but an expiry in milliseconds,
/// a name and a value that are one short string each.
///
/// It does nothing that ``KeyRecord`` would not, in a third of the time.
private struct PlainKeys {
    /// A bit for each type number whose value is one string.
    private let singleStrings: UInt64

    init(_ types: [ObjectType?]) {
        var bits: UInt64 = 0
        for wire in 0..<64 where types[wire].map(\.isSingleString) ?? false {
            bits |= 1 << UInt64(wire)
        }
        singleStrings = bits
    }

    /// Where the key that begins at `start` ends; nil for any that is not plain and whole.
    @inline(__always)
    func end(of start: Int, in bytes: RawSpan) -> Int? {
        var index = start
        // What is read before the end is compared: expiry, type, and two bytes of each string.
        guard bytes.byteCount &- index >= Self.headMax else { return nil }
        var wire = bytes[byte: index]
        if wire == 252 {
            index &+= 9
            wire = bytes[byte: index]
        }
        guard wire < 64, singleStrings &>> UInt64(wire) & 1 == 1 else { return nil }
        index &+= 1
        guard bytes[byte: index] != 0xC3 else { return nil }
        let nameSize = RDBString.shortSize(bytes[byte: index], bytes[byte: index &+ 1])
        guard nameSize > 0 else { return nil }
        index &+= nameSize
        guard bytes.byteCount &- index >= 2 else { return nil }
        let size = RDBString.shortSize(bytes[byte: index], bytes[byte: index &+ 1])
        guard size > 0, size <= bytes.byteCount &- index else { return nil }
        return index &+ size
    }

    private static let headMax = 12
}

/// A key that stands whole in memory: its attributes, type, name and value.
struct KeyRecord {
    let type: ObjectType
    /// Where the name begins.
    let nameOffset: Int

    /// Passes over one; false where none stands, or none that is simple, whole and sound.
    ///
    /// Behind false the cursor stands anywhere.
    @_lifetime(cursor: copy cursor)
    static func pass(
        _ cursor: inout ByteCursor,
        _ types: [ObjectType?],
        in context: PayloadContext
    ) -> Bool {
        do throws(Fault) {
            guard let record = try KeyRecord(&cursor, types, in: context) else { return false }
            try record.type.pass(&cursor, in: context)
            return true
        } catch {
            return false
        }
    }

    /// Reads what stands in front of the value; nil for what is left to the ``FrameReader``.
    ///
    /// That is everything but keys, keys with metadata, and names that have to be decompressed.
    @inline(__always)
    @_lifetime(cursor: copy cursor)
    init?(
        _ cursor: inout ByteCursor,
        _ types: [ObjectType?],
        in context: PayloadContext
    ) throws(Fault) {
        var wire = try cursor.byte()
        while wire >= Self.attributeMin {
            switch wire {
            case 252: try cursor.skip(8)
            case 253: try cursor.skip(4)
            case 249: try cursor.skip(1)
            case 248: _ = try RDBLength.read(from: &cursor, in: context)
            default: return nil
            }
            wire = try cursor.byte()
        }
        guard let type = ObjectType(wire: wire, in: types), type != .modulePreGA else { return nil }
        self.type = type
        nameOffset = cursor.offset
        guard cursor.peek() != 0xC3 else { return nil }
        try RDBString.pass(&cursor, in: context)
    }

    /// No type has such a number; the opcodes that may stand in front of a key have.
    private static let attributeMin: UInt8 = 242
}
