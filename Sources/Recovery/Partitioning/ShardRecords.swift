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
    /// - Parameter count: how many there are.
    init(_ bytes: consuming ByteBuilder, count: Int) throws(Fault) {
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
                records.append(KeyedRecord(identity: identity, bits: bits))
                starts.append(count == 0 ? -1 : cursor.offset)
                try cursor.skip(count)
            }
        }
        self.records = records
        self.starts = starts
        self.text = text
    }

    /// Records with more bytes stay in the log alone.
    private static let copiedMax = 1 << 20

    /// Adds a record and its bytes to a chain.
    static func spool(
        _ record: KeyedRecord,
        _ bytes: RawSpan,
        to chain: Int,
        in spool: RecordSpool
    ) throws(Fault) {
        let bytes = bytes.extracting(0..<(bytes.byteCount > copiedMax ? 0 : bytes.byteCount))
        try spool.append(headCount + bytes.byteCount, to: chain) { block in
            block.appendLittleEndian(record.identity)
            block.appendLittleEndian(record.bits)
            block.appendLittleEndian(UInt32(truncatingIfNeeded: bytes.byteCount))
            block.append(bytes)
        }
    }

    private static let headCount = 20

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
