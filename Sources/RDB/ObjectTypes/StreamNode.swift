import RedoubtBytes
import RedoubtCodecs
import RedoubtValues

/// A run of stream entries in one listpack.
///
/// The listpack begins with a master entry: live count, deleted count, number of fields, the
/// fields, 0. Then, per entry:
///
/// | With the same fields as the master | With its own fields              |
/// |------------------------------------|----------------------------------|
/// | flags (bit 1 set)                  | flags                            |
/// | ms − base ms                       | ms − base ms                     |
/// | seq − base seq                     | seq − base seq                   |
/// | values                             | n, n × (field, value)            |
/// | number of fields + 3               | 2n + 4                           |
///
/// Bit 0 of the flags marks a deleted entry, which stays in place. The node key is the base;
/// differences wrap around.
struct StreamNode: ~Escapable {
    private static let deletedFlag: Int64 = 1
    private static let sameFieldsFlag: Int64 = 2

    private let base: StreamID
    private let liveCount: Int64
    private let deletedCount: Int64
    private let fieldCount: Int
    /// Stands before the first field of the master entry.
    private let masterFields: ListpackReader
    /// Stands before the next entry.
    private var entries: ListpackReader
    /// Live or deleted.
    private var lastID: StreamID

    /// Reads the master entry.
    @_lifetime(copy blob)
    init(_ blob: RawSpan, base: StreamID, at offset: Int) throws(Fault) {
        var listpack = try ListpackReader(blob, at: offset)
        self.base = base
        lastID = base
        liveCount = try listpack.requiredInteger(.badStream)
        deletedCount = try listpack.requiredInteger(.badStream)
        fieldCount = try listpack.requiredCount(.badStream)
        masterFields = listpack
        for _ in 0..<fieldCount { _ = try listpack.required(.badStream) }
        guard try listpack.requiredInteger(.badStream) == 0 else {
            throw Fault(.badStream, at: listpack.offset)
        }
        entries = listpack
    }

    /// Visits the live entries, and checks that there are as many as the master entry says.
    @_lifetime(self: copy self)
    mutating func visit<V: ValueVisitor & ~Copyable>(
        _ live: inout LiveEntries,
        _ visitor: inout V
    ) throws(Fault) {
        let start = entries.offset
        var counts = (live: Int64(0), deleted: Int64(0))
        while let element = try entries.next() {
            guard let flags = element.integerValue() else {
                throw Fault(.badStream, at: entries.offset)
            }
            let isLive = flags & Self.deletedFlag == 0
            let milliseconds = try entries.requiredInteger(.badStream)
            let sequence = try entries.requiredInteger(.badStream)
            let id = StreamID(
                base.milliseconds &+ UInt64(bitPattern: milliseconds),
                base.sequence &+ UInt64(bitPattern: sequence)
            )
            lastID = id
            if isLive {
                counts.live += 1
                try note(id, in: &live)
            } else {
                counts.deleted += 1
            }
            let sharesFields = flags & Self.sameFieldsFlag != 0
            try visitFields(of: id, isLive: isLive, sharesFields: sharesFields, &visitor)
        }
        guard counts == (liveCount, deletedCount), counts.live + counts.deleted > 0 else {
            throw Fault(.badStream, at: start, detail: StreamDamage.counts.rawValue)
        }
    }

    /// The extent of a node whose entries were visited.
    func bounds(byteCount: Int) -> StreamNodeBounds {
        StreamNodeBounds(
            firstID: base,
            lastID: lastID,
            count: Int(clamping: liveCount &+ deletedCount),
            byteCount: byteCount
        )
    }

    private func note(_ id: StreamID, in live: inout LiveEntries) throws(Fault) {
        if let last = live.last, last >= id {
            throw Fault(.badStream, at: entries.offset, detail: StreamDamage.order.rawValue)
        }
        live.count += 1
        live.first = live.first ?? id
        live.last = id
    }

    @_lifetime(self: copy self)
    private mutating func visitFields<V: ValueVisitor & ~Copyable>(
        of id: StreamID,
        isLive: Bool,
        sharesFields: Bool,
        _ visitor: inout V
    ) throws(Fault) {
        let count = sharesFields ? fieldCount : try entries.requiredCount(.badStream)
        if isLive { try visitor.beginStreamEntry(id, fieldCount: count) }
        var shared = masterFields
        for _ in 0..<count {
            let field =
                sharesFields
                ? try shared.required(.badStream) : try entries.required(.badStream)
            let value = try entries.required(.badStream)
            if isLive { try visitor.packedStreamField(field, value: value) }
        }
        let elementCount = sharesFields ? count + 3 : 2 * count + 4
        let start = entries.offset
        guard try entries.requiredInteger(.badStream) == Int64(elementCount) else {
            throw Fault(.badStream, at: start)
        }
    }
}

extension PackedReading where Self: ~Escapable {
    /// The next element, which must be an integer that can count elements of the blob.
    @_lifetime(self: copy self)
    fileprivate mutating func requiredCount(_ reason: Fault.Reason) throws(Fault) -> Int {
        let start = offset
        let value = try requiredInteger(reason)
        // A blob holds less than 2^32 bytes.
        guard value >= 0, value <= Int64(UInt32.max) else { throw Fault(reason, at: start) }
        return Int(value)
    }
}

extension ValueVisitor where Self: ~Copyable {
    /// Hears a field of a stream entry whose name and value are elements of a blob.
    fileprivate mutating func packedStreamField(
        _ field: borrowing PackedElement,
        value: borrowing PackedElement
    ) throws(Fault) {
        try field.withText { (fieldText) throws(Fault) in
            try value.withText { (valueText) throws(Fault) in
                try streamField(fieldText, value: valueText)
            }
        }
    }
}
