import CZlib
public import RedoubtBytes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Decompresses a gzip stream of one or more members.
///
/// A stream that is cut short, damaged, or followed by anything but another member ends in a
/// ``Fault`` with ``Fault/Reason/badGzip`` and the offset in the decompressed data, after all that
/// stands before it was handed out. Memory: 128 KiB of input and zlib's window. A copy continues
/// the same stream.
public struct GzipSource: ByteSource {
    private let reader: UnitReader<GzipMembers>

    /// Decompresses what `base` gives from now on.
    public init(_ base: any ByteSource) {
        reader = UnitReader(base, GzipMembers())
    }

    /// Decompresses the next bytes.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        try unsafe reader.read(into: buffer)
    }
}

/// One gzip member after another through zlib.
@safe
private final class GzipMembers: UnitDecompressor {
    static let damage = Fault.Reason.badGzip
    /// The largest window, and a gzip header instead of a zlib one.
    private static let windowBits: Int32 = 15 + 16

    // zlib keeps a pointer back to its stream, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isReady = false

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
    }

    deinit {
        if isReady { unsafe inflateEnd(stream) }
        unsafe stream.deallocate()
    }

    func beginUnit() throws(Fault) {
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        let result =
            isReady
            ? unsafe inflateReset(stream)
            : unsafe inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, size)
        guard result == Z_OK else { throw Fault(.systemCall, detail: Int(ENOMEM)) }
        isReady = true
    }

    func step(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> DecompressionStep {
        let available = min(output.count, Int(UInt32.max))
        // zlib does not write to its input, though its declaration leaves that open.
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(available)
        let result = unsafe inflate(stream, Z_NO_FLUSH)
        return unsafe DecompressionStep(
            consumed: input.count - Int(stream.pointee.avail_in),
            produced: available - Int(stream.pointee.avail_out),
            endsUnit: result == Z_STREAM_END,
            isDamaged: result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR
        )
    }
}
