import CLZ4
public import RedoubtBytes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Decompresses a stream of one or more LZ4 frames; skippable frames are passed over.
///
/// A stream that is cut short, damaged, or followed by anything but another frame ends in a
/// ``Fault`` with ``Fault/Reason/badLZ4`` and the offset in the decompressed data, after all that
/// stands before it was handed out. Memory: 128 KiB of input and one block of at most 4 MiB. A copy
/// continues the same stream.
public struct LZ4FrameSource: ByteSource {
    private let reader: UnitReader<LZ4Frames>

    /// Decompresses what `base` gives from now on.
    public init(_ base: any ByteSource) {
        reader = UnitReader(base, LZ4Frames())
    }

    /// Decompresses the next bytes.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        try unsafe reader.read(into: buffer)
    }
}

/// One LZ4 frame after another through liblz4.
@safe
private final class LZ4Frames: UnitDecompressor {
    static let damage = Fault.Reason.badLZ4

    private var context: OpaquePointer?

    deinit {
        unsafe LZ4F_freeDecompressionContext(context)
    }

    /// The context starts over by itself after each frame.
    func beginUnit() throws(Fault) {
        guard unsafe context == nil else { return }
        let result = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(result) == 0 else { throw Fault(.systemCall, detail: Int(ENOMEM)) }
    }

    func step(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> DecompressionStep {
        var consumed = input.count
        var produced = output.count
        let hint = unsafe LZ4F_decompress(
            context,
            output.baseAddress,
            &produced,
            input.baseAddress,
            &consumed,
            nil
        )
        if LZ4F_isError(hint) != 0 {
            // The counts are not set then.
            return DecompressionStep(consumed: 0, produced: 0, endsUnit: false, isDamaged: true)
        }
        return DecompressionStep(
            consumed: consumed,
            produced: produced,
            endsUnit: hint == 0,
            isDamaged: false
        )
    }
}
