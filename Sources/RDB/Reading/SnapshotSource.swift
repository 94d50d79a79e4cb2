public import RedoubtBytes

/// Where the values of a snapshot stay while they are not decoded.
///
/// Over a mapped file a value is a range of the file and costs no memory. Over a stream the values
/// are copied here, into chunks of a megabyte, and their ranges count from the first byte copied.
///
/// - Invariant: nothing is added behind ``seal()``. One task fills the source; only a sealed source
///   may be shared with others.
public final class SnapshotSource: @unchecked Sendable {
    private static let chunkSize = 1 << 20

    /// What the payloads need to know of their file.
    public private(set) var context: PayloadContext
    private let mapping: MappedFile?
    private var chunks: [Chunk] = []
    private var isSealed = false

    /// Values that stand in a mapped file.
    public init(_ file: MappedFile, context: PayloadContext) {
        mapping = file
        self.context = context
    }

    /// Values that are copied in with ``append(_:)``.
    public init(context: PayloadContext) {
        mapping = nil
        self.context = context
    }

    /// Whether values are copied in rather than mapped.
    public var ownsPayloads: Bool { mapping == nil }

    /// The mapped file; nil where values are copied in.
    public var file: MappedFile? { mapping }

    /// Size of the mapped file in bytes; 0 where values are copied in.
    public var mappedCount: Int { mapping?.count ?? 0 }

    /// Number of bytes held in memory.
    public var ownedByteCount: Int { chunks.last.map { $0.start + $0.bytes.count } ?? 0 }

    /// Takes the context over as it stands at the end of the file, with every template.
    public func adopt(_ context: PayloadContext) {
        precondition(!isSealed)
        self.context = context
    }

    /// Copies a value in.
    ///
    /// - Returns: the range to find it by.
    public func append(_ payload: RawSpan) -> Range<Int> {
        precondition(!isSealed && ownsPayloads)
        let start = ownedByteCount
        let chunk = chunkWithRoom(for: payload.byteCount, at: start)
        chunk.bytes.append(payload)
        return start..<(start + payload.byteCount)
    }

    /// Ends the filling; from now on the source may be shared.
    public func seal() {
        isSealed = true
    }

    /// Calls `body` with the value at `range`.
    ///
    /// - Throws: what `body` throws, or ``Fault`` with ``Fault/Reason/truncated`` where no such
    ///   value is.
    public func withPayload<R: ~Copyable>(
        _ range: Range<Int>,
        _ body: (RawSpan) throws(Fault) -> R
    ) throws(Fault) -> R {
        if let mapping {
            guard range.lowerBound >= 0, range.upperBound <= mapping.count else {
                throw Fault(.truncated, at: range.lowerBound)
            }
            return try body(mapping.bytes.extracting(range))
        }
        guard let chunk = chunk(holding: range) else {
            throw Fault(.truncated, at: range.lowerBound)
        }
        let part = (range.lowerBound - chunk.start)..<(range.upperBound - chunk.start)
        return try Self.read(part, of: chunk.bytes, body)
    }

    private static func read<R: ~Copyable>(
        _ part: Range<Int>,
        of bytes: borrowing ByteBuilder,
        _ body: (RawSpan) throws(Fault) -> R
    ) throws(Fault) -> R {
        try body(bytes.bytes.extracting(part))
    }

    private func chunkWithRoom(for count: Int, at start: Int) -> Chunk {
        if let last = chunks.last, last.bytes.count + count <= Self.chunkSize { return last }
        // A chunk never moves once it is full; one larger than the rest holds one large value.
        let chunk = Chunk(start: start, capacity: max(count, Self.chunkSize))
        chunks.append(chunk)
        return chunk
    }

    private func chunk(holding range: Range<Int>) -> Chunk? {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if chunks[middle].start <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let chunk = chunks[low - 1]
        return range.upperBound <= chunk.start + chunk.bytes.count ? chunk : nil
    }

    /// A run of values, one behind the other.
    private final class Chunk {
        let start: Int
        var bytes: ByteBuilder

        init(start: Int, capacity: Int) {
            self.start = start
            bytes = ByteBuilder(capacity: capacity)
        }
    }
}
