import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Arrays: type 28 (Redis 8.8).
///
/// length count (not 0), length flag, [length insertion index where the flag is 1], then count
/// elements of (length index, length tag, content) with ascending indexes below 2^64−1.
///
/// | Tag | Content                          |
/// |-----|----------------------------------|
/// | 0   | string                           |
/// | 1   | i64, eight bytes                 |
/// | 2   | f64, eight bytes                 |
/// | 3   | string of at most seven bytes    |
enum ArrayType {
    private static let shortStringMax = 7

    static func skip<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.count(from: &reader, sizeMin: 3, in: context)
        _ = try insertIndex(&reader, in: context)
        for _ in 0..<count {
            _ = try RDBLength.read(from: &reader, in: context)
            let start = reader.offset
            switch try RDBLength.read(from: &reader, in: context) {
            case 0, 3: try RDBString.skip(&reader, in: context)
            case 1, 2: try reader.skip(8)
            case let tag: throw Fault(.badArray, at: start, detail: Int(clamping: tag))
            }
        }
    }

    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        let count = try RDBLength.count(from: &cursor, sizeMin: 3, in: context)
        guard count > 0 else { throw Fault(.badArray, at: cursor.offset) }
        try visitor.begin(.array, countHint: count, encoding: .plain)
        if let index = try insertIndex(&cursor, in: context) {
            try visitor.arrayInsertIndex(index)
        }
        var previous: UInt64?
        for _ in 0..<count {
            let start = cursor.offset
            let index = try RDBLength.read(from: &cursor, in: context)
            guard index != .max, previous.map({ $0 < index }) ?? true else {
                throw Fault(.badArray, at: start)
            }
            previous = index
            let element = try element(&cursor, &scratch, in: context)
            try visitor.arrayElement(at: index, element)
        }
    }

    private static func insertIndex<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) -> UInt64? {
        let start = reader.offset
        switch try RDBLength.read(from: &reader, in: context) {
        case 0: return nil
        case 1: return try RDBLength.read(from: &reader, in: context)
        default: throw Fault(.badArray, at: start)
        }
    }

    /// Reads a tag and its content as the text of an element.
    @_lifetime(copy cursor, &scratch)
    @_lifetime(cursor: copy cursor)
    private static func element(
        _ cursor: inout ByteCursor,
        _ scratch: inout ByteBuilder,
        in context: PayloadContext
    ) throws(Fault) -> RawSpan {
        let start = cursor.offset
        scratch.removeAll()
        switch try RDBLength.read(from: &cursor, in: context) {
        case 0:
            return try RDBString.view(&cursor, &scratch, in: context)
        case 1:
            scratch.appendDecimal(try cursor.littleEndian(Int64.self))
        case 2:
            let value = try cursor.double()
            ScoreText.appendElement(value, dropsNegativeZero: false, to: &scratch)
        case 3:
            let text = try RDBString.view(&cursor, &scratch, in: context)
            guard text.byteCount <= shortStringMax else { throw Fault(.badArray, at: start) }
            return text
        case let tag:
            throw Fault(.badArray, at: start, detail: Int(clamping: tag))
        }
        return scratch.bytes
    }
}
