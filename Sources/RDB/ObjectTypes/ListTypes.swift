import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// Lists, head to tail.
///
/// | Type | Name        | Payload                                                             |
/// |------|-------------|---------------------------------------------------------------------|
/// | 1    | list        | length n, n strings                                                 |
/// | 10   | ziplist     | string: a ziplist of the elements                                   |
/// | 14   | quicklist   | length n, n strings: ziplists                                       |
/// | 18   | quicklist 2 | length n, n × (length container, string); container 1: the string   |
/// |      |             | is one element; container 2: it is a listpack                       |
enum ListTypes {
    private static let plainContainer: UInt64 = 1
    private static let packedContainer: UInt64 = 2

    static func skipQuicklist2<R: ByteReading & ~Copyable & ~Escapable>(
        _ reader: inout R,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.count(from: &reader, sizeMin: 2, in: context)
        for _ in 0..<count {
            _ = try RDBLength.read(from: &reader, in: context)
            try RDBString.skip(&reader, in: context)
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
        guard type != .listZiplist else {
            let start = cursor.offset
            let blob = try RDBString.view(&cursor, &scratch, in: context)
            let ziplist = try ZiplistReader(blob, at: start)
            try visitor.begin(.list, countHint: ziplist.countHint, encoding: .compact)
            return try elements(of: ziplist, &visitor)
        }
        let isPlain = type == .list
        let count = try RDBLength.count(from: &cursor, in: context)
        try visitor.begin(
            .list,
            countHint: isPlain ? count : nil,
            encoding: isPlain ? .plain : .compact
        )
        for _ in 0..<count {
            switch type {
            case .list: try visitor.listElement(RDBString.view(&cursor, &scratch, in: context))
            case .listQuicklist: try visitZiplistNode(&cursor, &scratch, in: context, &visitor)
            default: try visitNode(&cursor, &scratch, in: context, &visitor)
            }
        }
    }

    @_lifetime(cursor: copy cursor)
    private static func visitZiplistNode<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        _ scratch: inout ByteBuilder,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        let start = cursor.offset
        let blob = try RDBString.view(&cursor, &scratch, in: context)
        guard !blob.isEmpty else { throw Fault(.badQuicklist, at: start) }
        try elements(of: ZiplistReader(blob, at: start), &visitor)
    }

    @_lifetime(cursor: copy cursor)
    private static func visitNode<V: ValueVisitor & ~Copyable>(
        _ cursor: inout ByteCursor,
        _ scratch: inout ByteBuilder,
        in context: PayloadContext,
        _ visitor: inout V
    ) throws(Fault) {
        let start = cursor.offset
        let container = try RDBLength.read(from: &cursor, in: context)
        let blob = try RDBString.view(&cursor, &scratch, in: context)
        guard !blob.isEmpty else { throw Fault(.badQuicklist, at: start) }
        switch container {
        case plainContainer: try visitor.listElement(blob)
        case packedContainer: try elements(of: ListpackReader(blob, at: start), &visitor)
        default: throw Fault(.badQuicklist, at: start, detail: Int(clamping: container))
        }
    }

    private static func elements<P: PackedReading & ~Escapable, V: ValueVisitor & ~Copyable>(
        of packed: consuming P,
        _ visitor: inout V
    ) throws(Fault) {
        while let element = try packed.next() {
            try element.withText { (text) throws(Fault) in try visitor.listElement(text) }
        }
    }
}
