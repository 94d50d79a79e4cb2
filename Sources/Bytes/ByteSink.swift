/// Somewhere bytes can be written to in order: an atomic file, memory, a socket.
public protocol ByteSink: ~Copyable {
    /// Appends bytes.
    mutating func write(_ bytes: RawSpan) throws(Fault)
}

extension AtomicFile: ByteSink {}

extension ByteBuilder {
    /// Writes the content to a sink.
    public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) throws(Fault) {
        try sink.write(bytes)
    }
}

extension ByteBuilder: ByteSink {
    /// Appends bytes; memory never refuses.
    public mutating func write(_ bytes: RawSpan) throws(Fault) {
        append(bytes)
    }
}
