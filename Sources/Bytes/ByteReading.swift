/// Something that is read front to back: a ``ByteCursor`` over bytes at hand, or a ``ByteWindow``
/// that slides over a file or a stream.
///
/// Format code that must work on both is generic over this protocol and `@inlinable`, so that each
/// reader gets its own specialised copy.
public protocol ByteReading: ~Copyable, ~Escapable {
    /// Absolute offset of the next byte in the (decompressed) input.
    var offset: Int { get }

    /// The most bytes that can still follow; `Int.max` where the end is not known, as on a pipe.
    ///
    /// Counts read from the input are held against it before memory is reserved.
    var remainingMax: Int { get }

    /// Reads one byte.
    mutating func byte() throws(Fault) -> UInt8

    /// Reads `count` bytes without copying; they stay valid until the next read.
    @_lifetime(&self)
    mutating func bytes(_ count: Int) throws(Fault) -> RawSpan

    /// Passes over `count` bytes without having them in memory at once.
    mutating func skip(_ count: Int) throws(Fault)
}

extension ByteReading where Self: ~Copyable, Self: ~Escapable {
    /// Reads a fixed-width integer in little-endian order.
    @inlinable @inline(__always)
    public mutating func littleEndian<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type
    ) throws(Fault) -> T {
        let span = try bytes(MemoryLayout<T>.size)
        // The span has exactly the size of T.
        return T(littleEndian: unsafe span.unsafeLoadUnaligned(as: T.self))
    }

    /// Reads a fixed-width integer in big-endian order.
    @inlinable @inline(__always)
    public mutating func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type
    ) throws(Fault) -> T {
        let span = try bytes(MemoryLayout<T>.size)
        // The span has exactly the size of T.
        return T(bigEndian: unsafe span.unsafeLoadUnaligned(as: T.self))
    }

    /// Reads a little-endian IEEE double.
    @inlinable
    public mutating func double() throws(Fault) -> Double {
        Double(bitPattern: try littleEndian(UInt64.self))
    }
}
