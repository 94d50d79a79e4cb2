/// Somewhere bytes can be written to in order: an atomic file, memory, a socket.
public protocol ByteSink: ~Copyable {
    /// Appends bytes.
    mutating func write(_ bytes: RawSpan) throws(Fault)
}

/// A sink whose bytes can be written over later.
public protocol RewritableSink: ByteSink, ~Copyable {
    /// Writes over bytes that were written before, from an offset on.
    mutating func overwrite(_ bytes: RawSpan, at offset: Int) throws(Fault)
}

extension AtomicFile: RewritableSink {}

extension ByteBuilder {
    /// Writes the content to a sink.
    public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) throws(Fault) {
        try sink.write(bytes)
    }
}

extension ByteBuilder: RewritableSink {
    /// Appends bytes; memory never refuses.
    public mutating func write(_ bytes: RawSpan) throws(Fault) {
        append(bytes)
    }

    /// Writes over bytes that were appended before.
    public mutating func overwrite(_ bytes: RawSpan, at offset: Int) throws(Fault) {
        for index in 0..<bytes.byteCount {
            setLittleEndian(bytes[byte: index], at: offset + index)
        }
    }
}
