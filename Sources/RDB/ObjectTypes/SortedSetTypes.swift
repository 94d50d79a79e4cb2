import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Sorted sets, in any order.
///
/// | Type | Name        | Payload                                                 |
/// |------|-------------|---------------------------------------------------------|
/// | 3    | text scores | length n, n × (string member, text score)               |
/// | 5    | skip list   | length n, n × (string member, f64 little-endian)        |
/// | 12   | ziplist     | string: a ziplist of member, score, member, score, …    |
/// | 17   | listpack    | string: a listpack of member, score, member, score, …   |
///
/// A text score is one length byte and as many bytes of text; the length bytes 253, 254 and 255
/// stand for NaN, infinity and −infinity. Servers refuse NaN in types 3 and 5, and Valkey 9 in
/// the others too; Redis accepts it there.
enum SortedSetTypes {
    /// The detail of a fault at a score that is NaN.
    static let notNumberDetail = 1

    static func skipPlain<R: ByteReading & ~Copyable & ~Escapable>(
        _ type: ObjectType,
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let isBinary = type == .sortedSetBinary
        let sizeMin = isBinary ? 9 : 2
        let count = try RDBLength.count(from: &reader, sizeMin: sizeMin, in: context)
        for _ in 0..<count {
            try RDBString.skip(&reader, in: context)
            if isBinary {
                try reader.skip(8)
            } else {
                let textCount = try reader.byte()
                if textCount < 253 { try reader.skip(Int(textCount)) }
            }
        }
    }

    @_lifetime(cursor: copy cursor)
    static func visit<V: ValueVisitor & ~Copyable>(
        _ type: ObjectType,
        _ cursor: inout ByteCursor,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        var scratch = ByteBuilder()
        switch type {
        case .sortedSet, .sortedSetBinary:
            try visitPlain(type, &cursor, &scratch, in: context, &visitor)
        default:
            let start = cursor.offset
            let blob = try RDBString.view(&cursor, &scratch, in: context)
            let refusesNaN = context.format.dialect == .valkey
            if type == .sortedSetZiplist {
                try visit(ZiplistReader(blob, at: start), refusesNaN: refusesNaN, &visitor)
            } else {
                try visit(ListpackReader(blob, at: start), refusesNaN: refusesNaN, &visitor)
            }
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitPlain<V: ValueVisitor & ~Copyable>(
        _ type: ObjectType,
        _ cursor: inout ByteCursor,
        _ scratch: inout ByteBuilder,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        let count = try RDBLength.count(from: &cursor, sizeMin: 2, in: context)
        try visitor.begin(.sortedSet, countHint: count, encoding: .plain)
        for _ in 0..<count {
            let member = try RDBString.view(&cursor, &scratch, in: context)
            let start = cursor.offset
            let score = type == .sortedSetBinary ? try cursor.double() : try textScore(&cursor)
            guard !score.isNaN else {
                throw Fault(.badSortedSet, at: start, detail: notNumberDetail)
            }
            try visitor.sortedSetMember(member, score: score)
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func textScore(_ cursor: inout ByteCursor) throws(Fault) -> Double {
        let start = cursor.offset
        switch try cursor.byte() {
        case 253: return .nan
        case 254: return .infinity
        case 255: return -.infinity
        case let count:
            guard let score = ScoreText.parse(try cursor.view(Int(count))) else {
                throw Fault(.badNumber, at: start)
            }
            return score
        }
    }

    private static func visit<P: PackedReading & ~Escapable, V: ValueVisitor & ~Copyable>(
        _ packed: consuming P,
        refusesNaN: Bool,
        _ visitor: inout V
    ) throws(Fault) {
        try visitor.begin(.sortedSet, countHint: packed.groupHint(of: 2), encoding: .compact)
        while let member = try packed.next() {
            let start = packed.offset
            guard let score = try packed.required(.badSortedSet).score() else {
                throw Fault(.badSortedSet, at: start)
            }
            guard !(refusesNaN && score.isNaN) else {
                throw Fault(.badSortedSet, at: start, detail: notNumberDetail)
            }
            try member.withText { (text) throws(Fault) in
                try visitor.sortedSetMember(text, score: score)
            }
        }
    }
}
