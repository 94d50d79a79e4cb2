public import RedoubtBytes
import RedoubtCodecs
public import RedoubtValues

/// How a snapshot is written.
public struct RDBWriterOptions: Sendable {
    /// Whether strings of more than 20 bytes are compressed where that saves something.
    public var compresses: Bool
    /// Whether the checksum is computed; zero stands for one that is not.
    public var checksums: Bool

    /// What servers do by default.
    public init(compresses: Bool = true, checksums: Bool = true) {
        self.compresses = compresses
        self.checksums = checksums
    }
}

/// Writes a snapshot in one of the format versions.
///
/// Call it in the order of a server: AUX fields, function libraries, module data, then per
/// database ``selectDatabase(_:keyCount:expiringCount:)`` and its keys, and ``finish()``. Values go
/// through one buffer of 256 KiB; memory is bounded by the largest value that is encoded anew. The
/// same calls give the same bytes.
///
/// What the version cannot hold is a fault with the reason `unsupportedByTarget` and a
/// ``TargetFeature`` as its detail. Only hints are left out without one: AUX fields before version
/// 7, key counts before 7, LRU and LFU hints before 9.
///
///     var writer = try RDBWriter(AtomicFile(path: "dump.rdb"), format: .redis(11))
///     try writer.selectDatabase(0, keyCount: 1, expiringCount: 0)
///     try writer.encodeKey(key, KeyAttributes()) { (value) throws(Fault) in
///         try value.begin(.string, countHint: nil, encoding: .plain)
///         value.string(bytes)
///         try value.end()
///     }
///     try writer.finish().commit()
public struct RDBWriter<Sink: ByteSink & ~Copyable>: ~Copyable {
    /// The version that is written.
    public let format: FormatVersion
    /// Number of bytes written, those still in the buffer included.
    public var byteCount: Int { flushedCount + buffer.count }

    private var sink: Sink
    private var buffer = ByteBuilder(capacity: bufferSize + (1 << 14))
    private var flushedCount = 0
    private var crc = CRC64()
    private let checksums: Bool
    private var strings: StringWriter
    private var keys: KeyWriter

    /// Where the counts of the open database stand, and the checksum of what is before them.
    private var openCounts: (offset: Int, crc: CRC64)?

    private static var bufferSize: Int { 1 << 18 }

    /// Begins a file with its magic.
    public init(
        _ sink: consuming Sink,
        format: FormatVersion,
        options: RDBWriterOptions = RDBWriterOptions()
    ) throws(Fault) {
        guard format.isReadable else {
            throw Fault(.unsupportedVersion, detail: format.number)
        }
        self.sink = sink
        self.format = format
        checksums = options.checksums
        strings = StringWriter(compresses: options.compresses)
        keys = KeyWriter(format: format, compresses: options.compresses)
        buffer.append(utf8: format.description)
    }

    // MARK: Before the keys

    /// Writes a fact about the file; nothing before version 7.
    public mutating func auxiliary(_ name: ByteString, _ value: ByteString) throws(Fault) {
        guard format.hasAuxiliaryFields else { return }
        buffer.append(Opcode.auxiliary.wire)
        strings.append(name.bytes, to: &buffer)
        strings.append(value.bytes, to: &buffer)
        try flushIfFull()
    }

    /// Writes the source of a function library.
    public mutating func function(_ source: ByteString) throws(Fault) {
        guard format.hasFunctions else { throw unsupported(.functions) }
        buffer.append(Opcode.function.wire)
        strings.append(source.bytes, to: &buffer)
        try flushIfFull()
    }

    /// Writes module data that belongs to no key: the bytes behind the opcode, as they were read.
    public mutating func moduleAuxiliary(_ bytes: RawSpan) throws(Fault) {
        guard format.hasEvictionHints else { throw unsupported(.modules) }
        buffer.append(Opcode.moduleAuxiliary.wire)
        try append(bytes)
    }

    /// Begins the keys of a database.
    public mutating func selectDatabase(
        _ number: Int,
        keyCount: Int,
        expiringCount: Int
    ) throws(Fault) {
        buffer.append(Opcode.selectDatabase.wire)
        buffer.appendLength(number)
        guard format.hasAuxiliaryFields else { return }
        buffer.append(Opcode.resizeDatabase.wire)
        buffer.appendLength(keyCount)
        buffer.appendLength(expiringCount)
    }

    // MARK: Keys

    /// Writes a key whose payload comes from another file and stays as it is.
    ///
    /// - Precondition: ``FormatVersion/canCopy(_:from:)`` for the other file's version.
    public mutating func copyKey(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        _ type: ObjectType,
        payload: RawSpan
    ) throws(Fault) {
        try keys.begin(key, attributes, type, in: &buffer)
        try append(payload)
    }

    /// Writes keys that stand one behind the other in another file or that a ``KeyWriter`` wrote,
    /// as they are.
    ///
    /// - Precondition: ``FormatVersion/canCopy(_:from:)`` for each key of another file.
    public mutating func copyKeys(_ bytes: RawSpan) throws(Fault) {
        try append(bytes)
    }

    /// Writes a key whose value `visit` hands to the encoder.
    ///
    /// - Returns: false, and nothing is written, for an aggregate without elements: no server has
    ///   such a key.
    @discardableResult
    public mutating func encodeKey(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        _ visit: (inout ValueEncoder) throws(Fault) -> Void
    ) throws(Fault) -> Bool {
        guard try keys.encodeHead(key, attributes, to: &buffer, visit) else { return false }
        try appendEncoded()
        return true
    }

    // MARK: The end

    /// Writes the end mark and the checksum, and gives the sink back with everything written.
    public consuming func finish() throws(Fault) -> Sink {
        buffer.append(Opcode.end.wire)
        try flush()
        if format.hasChecksum {
            buffer.appendLittleEndian(checksums ? crc.value : 0)
            try buffer.write(to: &sink)
        }
        return sink
    }

    private func unsupported(_ feature: TargetFeature) -> Fault {
        Fault(.unsupportedByTarget, detail: feature.rawValue)
    }

    /// Appends bytes that may be many: those go to the sink without a detour.
    private mutating func append(_ bytes: RawSpan) throws(Fault) {
        guard bytes.byteCount > Self.bufferSize else {
            buffer.append(bytes)
            return try flushIfFull()
        }
        try flush()
        try write(bytes)
    }

    /// Appends the encoded value; a large one goes to the sink without a detour.
    private mutating func appendEncoded() throws(Fault) {
        guard keys.payloadCount > Self.bufferSize else {
            keys.appendPayload(to: &buffer)
            return try flushIfFull()
        }
        try flush()
        if checksums { keys.update(&crc) }
        try keys.writePayload(to: &sink)
        flushedCount += keys.payloadCount
    }

    private mutating func flushIfFull() throws(Fault) {
        if buffer.count >= Self.bufferSize { try flush() }
    }

    private mutating func flush() throws(Fault) {
        if checksums { buffer.update(&crc) }
        try buffer.write(to: &sink)
        flushedCount += buffer.count
        buffer.removeAll()
    }

    private mutating func write(_ bytes: RawSpan) throws(Fault) {
        if checksums { crc.update(bytes) }
        try sink.write(bytes)
        flushedCount += bytes.byteCount
    }
}

// MARK: Databases whose keys are not counted beforehand

extension RDBWriter where Sink: RewritableSink & ~Copyable {
    /// Begins the keys of a database; ``closeDatabase(keyCount:expiringCount:)`` tells how many
    /// they were.
    public mutating func openDatabase(_ number: Int) throws(Fault) {
        buffer.append(Opcode.selectDatabase.wire)
        buffer.appendLength(number)
        guard format.hasAuxiliaryFields else { return }
        buffer.append(Opcode.resizeDatabase.wire)
        try flush()
        openCounts = (flushedCount, crc)
        buffer.append(Self.counts(0, 0))
        try flush()
        // The counts are not known yet: the checksum of what follows begins anew behind them.
        crc = CRC64()
    }

    /// Ends the keys of a database and tells how many they were.
    public mutating func closeDatabase(keyCount: Int, expiringCount: Int) throws(Fault) {
        guard let open = openCounts else { return }
        openCounts = nil
        try flush()
        let counts = Self.counts(keyCount, expiringCount)
        try sink.overwrite(counts.rawSpan, at: open.offset)
        guard checksums else { return }
        var before = open.crc
        before.update(counts.rawSpan)
        let count = flushedCount - open.offset - counts.count
        crc = CRC64(
            continuing: CRC64.combine(before.value, crc.value, secondCount: count)
        )
    }

    /// Two counts in four bytes each; they are hints, so a larger one is cut.
    private static func counts(_ keyCount: Int, _ expiringCount: Int) -> [UInt8] {
        [keyCount, expiringCount].flatMap { count -> [UInt8] in
            let narrow = UInt32(clamping: count)
            return [0x80] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: narrow >> $0) }
        }
    }
}

extension ByteBuilder {
    fileprivate func update(_ crc: inout CRC64) {
        crc.update(bytes)
    }
}
