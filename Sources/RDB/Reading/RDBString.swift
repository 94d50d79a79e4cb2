public import RedoubtBytes
import RedoubtCodecs

/// String encoding: raw bytes, an integer, or LZF compressed bytes.
///
/// | Prefix            | Payload                                  | Decodes to        |
/// |-------------------|------------------------------------------|-------------------|
/// | plain length n    | n bytes                                  | the bytes         |
/// | `0xC0`            | i8                                       | decimal text      |
/// | `0xC1`            | i16, little-endian                       | decimal text      |
/// | `0xC2`            | i32, little-endian                       | decimal text      |
/// | `0xC3`            | length c, length u, c bytes of LZF       | exactly u bytes   |
///
/// Every string of a file may take any form: keys, elements and whole encoded blobs.
public enum RDBString {
    /// What stands before the bytes of a string.
    enum Form {
        case raw(count: Int)
        case integer(Int64)
        case compressed(count: Int, expandedCount: Int)
    }

    /// The largest expansion of LZF: three bytes give at most 264.
    static let expansionMax = 88

    /// Passes over a string without having it in memory.
    public static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        switch try form(&reader, in: context) {
        case .raw(let count), .compressed(let count, _): try reader.skip(count)
        case .integer: break
        }
    }

    /// Reads a string and appends what it decodes to.
    public static func append<R: ByteReading & ~Copyable & ~Escapable>(
        from reader: inout R,
        to target: inout ByteBuilder,
        in context: PayloadContext
    ) throws(Fault) {
        switch try form(&reader, in: context) {
        case .raw(let count): target.append(try reader.bytes(count))
        case .integer(let value): target.appendDecimal(value)
        case .compressed(let count, let expandedCount):
            let start = reader.offset
            let input = try reader.bytes(count)
            try LZF.decompress(input, expandedCount: expandedCount, into: &target, at: start)
        }
    }

    /// Reads a string as a copy of its own.
    public static func owned<R: ByteReading & ~Copyable & ~Escapable>(
        from reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> ByteString {
        var text = ByteBuilder(capacity: 64)
        try append(from: &reader, to: &text, in: context)
        return ByteString(text.bytes)
    }

    /// Reads a string as a view: of the input where it stands there raw, else of `scratch`.
    @_lifetime(copy cursor, &scratch)
    @_lifetime(cursor: copy cursor)
    static func view(
        _ cursor: inout ByteCursor,
        _ scratch: inout ByteBuilder,
        in context: PayloadContext
    ) throws(Fault) -> RawSpan {
        try view(of: next(&cursor, in: context), &cursor, &scratch)
    }

    /// Reads what stands behind the form of a string, as a view.
    @_lifetime(copy cursor, &scratch)
    @_lifetime(cursor: copy cursor)
    static func view(
        of form: Form,
        _ cursor: inout ByteCursor,
        _ scratch: inout ByteBuilder
    ) throws(Fault) -> RawSpan {
        scratch.removeAll()
        switch form {
        case .raw(let count):
            return try cursor.view(count)
        case .integer(let value):
            scratch.appendDecimal(value)
        case .compressed(let count, let expandedCount):
            let start = cursor.offset
            let input = try cursor.view(count)
            try LZF.decompress(input, expandedCount: expandedCount, into: &scratch, at: start)
        }
        return scratch.bytes
    }

    /// Reads up to where the bytes of the string begin.
    static func form<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> Form {
        let start = reader.offset
        let first = try reader.byte()
        switch first {
        case 0xC0: return .integer(Int64(try reader.littleEndian(Int8.self)))
        case 0xC1: return .integer(Int64(try reader.littleEndian(Int16.self)))
        case 0xC2: return .integer(Int64(try reader.littleEndian(Int32.self)))
        case 0xC3: return try compressedForm(&reader, at: start, in: context)
        case 0xC4...: throw Fault(.badStringEncoding, at: start, detail: Int(first))
        default:
            let value = try RDBLength.read(behind: first, from: &reader, in: context)
            return .raw(count: try size(value, at: start))
        }
    }

    private static func compressedForm<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        at start: Int,
        in context: PayloadContext
    ) throws(Fault) -> Form {
        let count = try size(try RDBLength.read(from: &reader, in: context), at: start)
        let expandedCount = try size(try RDBLength.read(from: &reader, in: context), at: start)
        guard count <= reader.remainingMax else { throw Fault(.truncated, at: start) }
        guard expandedCount / expansionMax <= count else {
            throw Fault(.badLZF, at: start, detail: expandedCount)
        }
        return .compressed(count: count, expandedCount: expandedCount)
    }

    private static func size(_ value: UInt64, at start: Int) throws(Fault) -> Int {
        guard let size = Int(exactly: value) else {
            throw Fault(.tooLarge, at: start, detail: Int.max)
        }
        return size
    }
}
