import RedoubtBytes

/// The records of one shard, in the order of the log.
struct ShardRecords: Sendable {
    let records: ContiguousArray<KeyedRecord>
    /// Where each record stands in ``text``; −1 for one that is found in the log.
    private let starts: ContiguousArray<Int>
    /// The bytes of the records.
    let text: SpooledText

    /// Reads what ``spool(_:_:to:in:)`` added to a chain.
    ///
    /// - Parameters:
    ///   - count: how many there are.
    ///   - database: the content that they belong to.
    init(_ bytes: consuming ByteBuilder, count: Int, in database: Int) throws(Fault) {
        let text = SpooledText(bytes)
        var records: ContiguousArray<KeyedRecord> = []
        var starts: ContiguousArray<Int> = []
        records.reserveCapacity(count)
        starts.reserveCapacity(count)
        try text.read { (cursor) throws(Fault) in
            while cursor.remaining > 0 {
                let identity = try cursor.littleEndian(UInt64.self)
                let bits = try cursor.littleEndian(UInt64.self)
                let count = Int(try cursor.littleEndian(UInt32.self))
                let record = KeyedRecord(identity: identity, bits: bits)
                records.append(record.inDatabase(database))
                starts.append(count == 0 ? -1 : cursor.offset)
                try cursor.skip(count)
            }
        }
        self.records = records
        self.starts = starts
        self.text = text
    }

    /// Records with more bytes stay in the log alone.
    static let copiedMax = 1 << 20

    /// Number of bytes that a record takes beside its own.
    static let headCount = 20

    /// Writes a record of a key of database 0 down, in the form that is read here.
    ///
    /// - Parameter bytes: those of the record; empty for one that stays in the log alone.
    @inline(__always)
    static func write(_ record: KeyedRecord, _ bytes: RawSpan, to block: inout ByteBuilder) {
        block.appendLittleEndian(record.identity)
        block.appendLittleEndian(record.bits)
        block.appendLittleEndian(UInt32(truncatingIfNeeded: bytes.byteCount))
        block.append(bytes)
    }

    subscript(_ index: Int) -> FoundRecord {
        FoundRecord(record: records[index], start: starts[index] < 0 ? nil : starts[index])
    }
}

/// A record, and where it stands in the bytes of its shard; nil if it is found in the log itself.
struct FoundRecord: Sendable {
    let record: KeyedRecord
    var start: Int?
}

/// The bytes of a shard.
final class SpooledText: Sendable {
    private let bytes: ByteBuilder

    init(_ bytes: consuming ByteBuilder) {
        self.bytes = bytes
    }

    /// Calls `body` with all bytes.
    func withText<R: ~Copyable, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try Self.pass(bytes, to: body)
    }

    fileprivate func read(_ body: (inout ByteCursor) throws(Fault) -> Void) throws(Fault) {
        try withText { (bytes) throws(Fault) in
            var cursor = ByteCursor(bytes)
            try body(&cursor)
        }
    }

    private static func pass<R: ~Copyable, E: Error>(
        _ bytes: borrowing ByteBuilder,
        to body: (RawSpan) throws(E) -> R
    ) throws(E) -> R {
        try body(bytes.bytes)
    }
}
