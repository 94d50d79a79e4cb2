import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// How the keys of a dataset are written: frozen values byte for byte where the target's servers
/// write them so themselves, everything else encoded anew.
struct KeyEncoding: Sendable {
    let format: FormatVersion
    let compresses: Bool

    /// Takes keys and encodes them.
    func receiver() -> KeyEncodingReceiver {
        KeyEncodingReceiver(format: format, compresses: compresses)
    }

    /// Encodes keys of the database with a number.
    func encode(
        _ entries: ArraySlice<ByteTable<KeyEntry>.Entry>,
        database number: Int
    ) -> Result<EncodedKeys, RecordFault> {
        var receiver = receiver()
        for entry in entries {
            do throws(Fault) {
                try receiver.receive(entry.key, entry.value)
            } catch {
                let key = RecoveryError.KeyName(database: number, key: entry.key)
                return .failure(RecordFault(fault: error, key: key))
            }
        }
        return .success(receiver.finish())
    }
}

/// Keys as they stand in a snapshot, one behind the other.
final class EncodedKeys: Sendable {
    private let blocks: [Block]
    let keyCount: Int
    let expiringCount: Int

    /// A run of bytes; none of them becomes so large that growing it would cost much.
    fileprivate final class Block: Sendable {
        let bytes: ByteBuilder

        init(_ bytes: consuming ByteBuilder) {
            self.bytes = bytes
        }
    }

    fileprivate init(_ blocks: [Block], keyCount: Int, expiringCount: Int) {
        self.blocks = blocks
        self.keyCount = keyCount
        self.expiringCount = expiringCount
    }

    /// Appends the keys to a snapshot.
    func write(to writer: inout RDBWriter<AtomicFile>) throws(Fault) {
        for block in blocks { try Self.write(block.bytes, to: &writer) }
    }

    private static func write(
        _ bytes: borrowing ByteBuilder,
        to writer: inout RDBWriter<AtomicFile>
    ) throws(Fault) {
        try writer.copyKeys(bytes.bytes)
    }
}

/// Encodes keys into memory.
struct KeyEncodingReceiver: KeyReceiver, ~Copyable {
    private var writer: KeyWriter
    private var blocks: [EncodedKeys.Block] = []
    private var bytes = ByteBuilder(capacity: 1 << 12)
    private var keyCount = 0
    private var expiringCount = 0

    private static let blockSize = 1 << 20

    init(format: FormatVersion, compresses: Bool) {
        writer = KeyWriter(format: format, compresses: compresses)
    }

    mutating func receive(_ key: ByteString, _ entry: KeyEntry) throws(Fault) {
        guard try write(key, entry) else { return }
        keyCount += 1
        if entry.attributes.expiresAtMs != nil { expiringCount += 1 }
        endBlockIfFull()
    }

    mutating func receive(_ key: RawSpan, string: RawSpan) throws(Fault) {
        try writer.encode(key, string: string, to: &bytes)
        keyCount += 1
        endBlockIfFull()
    }

    consuming func finish() -> EncodedKeys {
        blocks.append(EncodedKeys.Block(bytes))
        return EncodedKeys(blocks, keyCount: keyCount, expiringCount: expiringCount)
    }

    private mutating func endBlockIfFull() {
        guard bytes.count >= Self.blockSize else { return }
        var full = ByteBuilder(capacity: Self.blockSize + Self.blockSize / 4)
        swap(&full, &bytes)
        blocks.append(EncodedKeys.Block(full))
    }

    private mutating func write(_ key: ByteString, _ entry: KeyEntry) throws(Fault) -> Bool {
        if case .frozen(let value) = entry.value,
            writer.format.canCopy(value.type, from: value.source.context.format)
        {
            try value.source.withPayload(value.range) { (payload) throws(Fault) in
                try writer.copy(
                    key.bytes,
                    entry.attributes,
                    value.type,
                    payload: payload,
                    to: &bytes
                )
            }
            return true
        }
        return try writer.encode(key.bytes, entry.attributes, to: &bytes) {
            (encoder) throws(Fault) in
            try entry.value.visit(&encoder)
        }
    }
}
