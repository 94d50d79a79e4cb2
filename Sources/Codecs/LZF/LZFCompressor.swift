public import RedoubtBytes

extension LZF {
    /// Appends the compressed form if it takes at most `limit` bytes.
    ///
    /// Makes a ``LZFCompressor`` for this one call; keep one where many strings are compressed.
    ///
    /// - Returns: false, and nothing is appended, if `input` is empty or does not get that small.
    public static func compress(
        _ input: RawSpan,
        limit: Int,
        into output: inout ByteBuilder
    ) -> Bool {
        var compressor = LZFCompressor()
        return compressor.compress(input, limit: limit, into: &output)
    }
}

/// Compresses one string after another with one table of positions, which costs 64 KiB.
///
/// The table maps a hash of three bytes to where they stood last. Positions count on from one
/// string to the next, so that what earlier strings left behind is out of reach and the table
/// need not be cleared in between.
@safe
public struct LZFCompressor: ~Copyable {
    private static let hashBits = 14
    private static let tableCount = 1 << hashBits

    private let table: UnsafeMutablePointer<UInt32>
    /// The position of the first byte of the current string; 0 stands for "never seen".
    private var base: UInt32 = 1

    /// Creates a compressor.
    public init() {
        unsafe table = .allocate(capacity: Self.tableCount)
        unsafe table.initialize(repeating: 0, count: Self.tableCount)
    }

    deinit {
        unsafe table.deallocate()
    }

    /// Appends the compressed form if it takes at most `limit` bytes.
    ///
    /// The servers call for `limit` to be at least 4 less than the string, and try only strings of
    /// more than 20 bytes.
    ///
    /// - Returns: false, and nothing is appended, if `input` is empty or does not get that small.
    public mutating func compress(
        _ input: RawSpan,
        limit: Int,
        into output: inout ByteBuilder
    ) -> Bool {
        let count = input.byteCount
        guard count > 0, limit > 0, count < Int(UInt32.max / 2) else { return false }
        claimPositions(count)
        // Literals alone take one byte in 32 more.
        let room = min(limit, count &+ count / LZF.literalRunMax &+ 1)
        let before = output.count
        unsafe output.appendUninitialised(room) { target in
            unsafe input.withUnsafeBytes { source in
                var run = unsafe LZFRun(source: source, target: target, table: table, base: base)
                return run.compress() ? run.written : 0
            }
        }
        base &+= UInt32(count)
        return output.count > before
    }

    /// Starts over before positions no longer fit.
    private mutating func claimPositions(_ count: Int) {
        guard UInt32.max &- base < UInt32(count) else { return }
        unsafe table.update(repeating: 0, count: Self.tableCount)
        base = 1
    }

    /// The table's index for three bytes in the low bits of `triple`.
    @inline(__always)
    static func hash(_ triple: UInt32) -> Int {
        Int((triple &* 0x9E37_79B1) >> (32 - UInt32(hashBits)))
    }
}
