public import RedoubtBytes

/// A HyperLogLog over the very bytes that servers store, changed byte for byte as they change them.
///
/// The bytes are those of a plain string value: a 16-byte header that starts with `HYLL`, then the
/// registers, sparse or dense. A malformed string gives `Fault(.badHyperLogLog)`: at creation if
/// its header tells, otherwise when the damaged part is reached, which is where servers answer
/// `INVALIDOBJ`.
///
/// Releases before 5.0 used other estimators. They change no register, only the cached cardinality
/// that ``refreshCachedCount()`` writes.
public struct HyperLogLog: Sendable {
    /// The string value.
    public internal(set) var bytes: [UInt8]

    /// The default of `hll-sparse-max-bytes`: the size from which a sparse value turns dense.
    public static let sparseBytesMax = 3000

    /// Creates an empty value: sparse, no element seen, its cached cardinality of 0 valid.
    ///
    /// A server marks it stale right away, as creation counts as a change: call ``invalidate()``.
    public init() {
        bytes = HyperLogLogFormat.magic
        bytes += [HyperLogLogFormat.sparse]
        bytes += [UInt8](repeating: 0, count: 11)
        HyperLogLogRun.appendZeros(HyperLogLogFormat.registerCount, to: &bytes)
    }

    /// Takes a string value; its header must be that of a HyperLogLog.
    public init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count >= HyperLogLogFormat.headerSize,
            bytes.starts(with: HyperLogLogFormat.magic)
        else { throw Fault(.badHyperLogLog) }
        switch bytes[HyperLogLogFormat.encodingIndex] {
        case HyperLogLogFormat.dense:
            guard bytes.count == HyperLogLogFormat.denseSize else { throw Fault(.badHyperLogLog) }
        case HyperLogLogFormat.sparse:
            break
        default:
            throw Fault(.badHyperLogLog)
        }
        self.bytes = bytes
    }

    /// Whether the registers stand one by one.
    public var isDense: Bool {
        bytes[HyperLogLogFormat.encodingIndex] == HyperLogLogFormat.dense
    }

    /// Whether the cached cardinality no longer holds.
    public var isStale: Bool {
        bytes[HyperLogLogFormat.staleIndex] & 0x80 != 0
    }

    /// Marks the cached cardinality as stale.
    public mutating func invalidate() {
        bytes[HyperLogLogFormat.staleIndex] |= 0x80
    }

    /// Shows an element; returns whether a register rose, and marks the cache stale if so.
    public mutating func add(
        _ element: RawSpan,
        sparseBytesMax: Int = HyperLogLog.sparseBytesMax
    ) throws(Fault) -> Bool {
        let (index, rank) = HyperLogLogHash.register(of: element)
        let rose = try raise(index, to: rank, sparseBytesMax: sparseBytesMax)
        if rose { invalidate() }
        return rose
    }

    /// Raises every register to that of each of `others`, and marks the cache stale.
    ///
    /// It turns dense first if one of them is, and if it outgrows the sparse form on the way.
    public mutating func merge(
        _ others: [HyperLogLog],
        sparseBytesMax: Int = HyperLogLog.sparseBytesMax
    ) throws(Fault) {
        let own = try registers()
        var highest = own
        var isAnyDense = isDense
        for other in others {
            isAnyDense = isAnyDense || other.isDense
            for (index, rank) in try other.registers().enumerated() where rank > highest[index] {
                highest[index] = rank
            }
        }
        if isAnyDense { try makeDense() }
        for (index, rank) in highest.enumerated() where rank > own[index] {
            _ = try raise(index, to: rank, sparseBytesMax: sparseBytesMax)
        }
        invalidate()
    }

    /// All 16384 registers; a sparse value that does not cover them exactly is refused.
    public func registers() throws(Fault) -> [UInt8] {
        isDense ? denseRegisters() : try sparseRegisters()
    }

    /// Turns a sparse value into a dense one; the header keeps its cached cardinality.
    public mutating func makeDense() throws(Fault) {
        guard !isDense else { return }
        let registers = try sparseRegisters()
        var dense = Array(bytes[0..<HyperLogLogFormat.headerSize])
        dense[HyperLogLogFormat.encodingIndex] = HyperLogLogFormat.dense
        let room = HyperLogLogFormat.denseSize - HyperLogLogFormat.headerSize
        dense += [UInt8](repeating: 0, count: room)
        bytes = dense
        for (index, rank) in registers.enumerated() where rank > 0 {
            _ = raiseDense(index, to: rank)
        }
    }

    private mutating func raise(
        _ index: Int,
        to rank: UInt8,
        sparseBytesMax: Int
    ) throws(Fault) -> Bool {
        if !isDense {
            switch try raiseSparse(index, to: rank, sparseBytesMax: sparseBytesMax) {
            case .unchanged: return false
            case .raised: return true
            case .outgrown: try makeDense()
            }
        }
        return raiseDense(index, to: rank)
    }
}
