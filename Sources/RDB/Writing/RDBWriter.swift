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
    private var encoder: ValueEncoder

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
        encoder = ValueEncoder(format: format, compresses: options.compresses)
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
        try begin(key, attributes, type)
        try append(payload)
    }

    /// Writes keys that stand one behind the other in another file, as they are.
    ///
    /// - Precondition: ``FormatVersion/canCopy(_:from:)`` for each of them.
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
        try visit(&encoder)
        guard !encoder.isEmptyAggregate else { return false }
        try begin(key, attributes, encoder.type)
        try appendEncoded()
        return true
    }

    private mutating func begin(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        _ type: ObjectType
    ) throws(Fault) {
        guard let wire = type.wire(in: format.dialect) else {
            throw Fault(.badType, detail: Int(type.rawValue))
        }
        // Refused before anything is written, so that a caller may leave this key out and go on.
        guard attributes.metadata == nil || format.hasKeyMetadata else {
            throw unsupported(.keyMetadata)
        }
        if let time = attributes.expiresAtMs { try appendExpiry(time) }
        if format.hasEvictionHints {
            if let seconds = attributes.idleSeconds {
                buffer.append(Opcode.idle.wire)
                buffer.appendLength(seconds)
            }
            if let counter = attributes.frequency {
                buffer.append(Opcode.frequency.wire)
                buffer.append(counter)
            }
        }
        if let metadata = attributes.metadata {
            buffer.append(Opcode.keyMetadata.wire)
            buffer.append(metadata.bytes)
        }
        buffer.append(wire)
        strings.append(key, to: &buffer)
    }

    /// Versions 1 and 2 know whole seconds in 32 bits only.
    private mutating func appendExpiry(_ milliseconds: Int64) throws(Fault) {
        if format.hasMillisecondExpiry {
            buffer.append(Opcode.expiryMilliseconds.wire)
            buffer.appendLittleEndian(milliseconds)
            return
        }
        guard milliseconds % 1000 == 0, let seconds = Int32(exactly: milliseconds / 1000) else {
            throw unsupported(.wideExpiries)
        }
        buffer.append(Opcode.expirySeconds.wire)
        buffer.appendLittleEndian(seconds)
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
        guard encoder.payload.count > Self.bufferSize else {
            buffer.append(encoder.payload)
            return try flushIfFull()
        }
        try flush()
        if checksums { encoder.payload.update(&crc) }
        try encoder.payload.write(to: &sink)
        flushedCount += encoder.payload.count
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

extension ByteBuilder {
    fileprivate func update(_ crc: inout CRC64) {
        crc.update(bytes)
    }
}
