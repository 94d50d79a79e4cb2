public import RedoubtBytes
import RedoubtCodecs
public import RedoubtValues

/// Writes keys with their values into memory, as a snapshot of one version holds them.
///
/// ``RDBWriter`` appends what several of these wrote, each on a core of its own.
public struct KeyWriter: ~Copyable {
    /// The version that is written.
    public let format: FormatVersion

    private var strings: StringWriter
    private var encoder: ValueEncoder

    /// Prepares to write keys of a version.
    ///
    /// - Parameter compresses: whether strings of more than 20 bytes are compressed where that
    ///   saves something.
    public init(format: FormatVersion, compresses: Bool = true) {
        self.format = format
        strings = StringWriter(compresses: compresses)
        encoder = ValueEncoder(format: format, compresses: compresses)
    }

    /// Writes a key whose payload comes from another file and stays as it is.
    ///
    /// - Precondition: ``FormatVersion/canCopy(_:from:)`` for the other file's version.
    public mutating func copy(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        _ type: ObjectType,
        payload: RawSpan,
        to output: inout ByteBuilder
    ) throws(Fault) {
        try begin(key, attributes, type, in: &output)
        output.append(payload)
    }

    /// Writes a key whose value `visit` hands to the encoder.
    ///
    /// - Returns: false, and nothing is written, for an aggregate without elements: no server has
    ///   such a key.
    @discardableResult
    public mutating func encode(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        to output: inout ByteBuilder,
        _ visit: (inout ValueEncoder) throws(Fault) -> Void
    ) throws(Fault) -> Bool {
        guard try encodeHead(key, attributes, to: &output, visit) else { return false }
        output.append(encoder.payload)
        return true
    }

    /// Writes a key that holds a string and has no attributes.
    public mutating func encode(
        _ key: RawSpan,
        string: RawSpan,
        to output: inout ByteBuilder
    ) throws(Fault) {
        try begin(key, KeyAttributes(), .string, in: &output)
        strings.append(string, to: &output)
    }

    /// Encodes a key and writes what stands in front of its value.
    ///
    /// - Returns: false, and nothing is written, for an aggregate without elements.
    mutating func encodeHead(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        to output: inout ByteBuilder,
        _ visit: (inout ValueEncoder) throws(Fault) -> Void
    ) throws(Fault) -> Bool {
        try visit(&encoder)
        guard !encoder.isEmptyAggregate else { return false }
        try begin(key, attributes, encoder.type, in: &output)
        return true
    }

    /// Writes what stands in front of a value.
    mutating func begin(
        _ key: RawSpan,
        _ attributes: KeyAttributes,
        _ type: ObjectType,
        in output: inout ByteBuilder
    ) throws(Fault) {
        guard let wire = type.wire(in: format.dialect) else {
            throw Fault(.badType, detail: Int(type.rawValue))
        }
        // Refused before anything is written, so that a caller may leave this key out and go on.
        guard attributes.metadata == nil || format.hasKeyMetadata else {
            throw Fault(.unsupportedByTarget, detail: TargetFeature.keyMetadata.rawValue)
        }
        if let time = attributes.expiresAtMs { try appendExpiry(time, to: &output) }
        if format.hasEvictionHints {
            if let seconds = attributes.idleSeconds {
                output.append(Opcode.idle.wire)
                output.appendLength(seconds)
            }
            if let counter = attributes.frequency {
                output.append(Opcode.frequency.wire)
                output.append(counter)
            }
        }
        if let metadata = attributes.metadata {
            output.append(Opcode.keyMetadata.wire)
            output.append(metadata.bytes)
        }
        output.append(wire)
        strings.append(key, to: &output)
    }

    /// Versions 1 and 2 know whole seconds in 32 bits only.
    private func appendExpiry(
        _ milliseconds: Int64,
        to output: inout ByteBuilder
    ) throws(Fault) {
        if format.hasMillisecondExpiry {
            output.append(Opcode.expiryMilliseconds.wire)
            output.appendLittleEndian(milliseconds)
            return
        }
        guard milliseconds % 1000 == 0, let seconds = Int32(exactly: milliseconds / 1000) else {
            throw Fault(.unsupportedByTarget, detail: TargetFeature.wideExpiries.rawValue)
        }
        output.append(Opcode.expirySeconds.wire)
        output.appendLittleEndian(seconds)
    }
}

// MARK: The value that was encoded last

extension KeyWriter {
    /// Number of bytes of the value of the last ``encodeHead(_:_:to:_:)``.
    var payloadCount: Int { encoder.payload.count }

    func appendPayload(to output: inout ByteBuilder) {
        output.append(encoder.payload)
    }

    func update(_ crc: inout CRC64) {
        crc.update(encoder.payload.bytes)
    }

    func writePayload<Sink: ByteSink & ~Copyable>(to sink: inout Sink) throws(Fault) {
        try encoder.payload.write(to: &sink)
    }
}
