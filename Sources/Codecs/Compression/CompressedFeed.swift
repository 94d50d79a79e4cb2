import RedoubtBytes

/// The compressed side of a decompressor: a fixed buffer that is refilled from a stream.
@safe
final class CompressedFeed {
    private static let capacity = 1 << 17

    private var base: any ByteSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var used = 0

    init(_ base: any ByteSource) {
        self.base = base
        unsafe buffer = .allocate(byteCount: Self.capacity, alignment: 16)
    }

    deinit {
        unsafe buffer.deallocate()
    }

    /// Bytes that wait to be decompressed; valid until the next ``refill()``.
    var pending: UnsafeRawBufferPointer {
        // `used` and `filled` never pass the end of the buffer.
        unsafe UnsafeRawBufferPointer(rebasing: buffer[used..<filled])
    }

    /// Reads on if nothing is pending; false at the end of the stream.
    func refill() throws(Fault) -> Bool {
        if used < filled { return true }
        used = 0
        filled = 0
        filled = try unsafe base.read(into: buffer)
        return filled > 0
    }

    /// Marks pending bytes as decompressed.
    func consume(_ count: Int) {
        precondition(count >= 0 && count <= filled - used)
        used += count
    }
}

/// What one call of a decompressor did.
struct DecompressionStep {
    var consumed: Int
    var produced: Int
    /// Whether the member or frame has ended, and everything in it was handed out.
    var endsUnit: Bool
    var isDamaged: Bool
}

/// A decompressor of one format, which knows members or frames one at a time.
protocol UnitDecompressor: AnyObject {
    /// The fault of a stream that is cut short or damaged.
    static var damage: Fault.Reason { get }

    /// Prepares for the next member or frame.
    func beginUnit() throws(Fault)

    /// Decompresses as much as fits.
    func step(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> DecompressionStep
}

/// Reads units one after another until the stream ends between two of them.
///
/// What was decompressed before a damaged place is handed out first; the fault comes with the next
/// call, and with every one after it.
final class UnitReader<Decompressor: UnitDecompressor> {
    private let feed: CompressedFeed
    private let decompressor: Decompressor
    private var unitCount = 0
    private var isInUnit = false
    private var produced = 0
    private var failure: Fault?

    init(_ base: any ByteSource, _ decompressor: Decompressor) {
        feed = CompressedFeed(base)
        self.decompressor = decompressor
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        guard output.count > 0 else { return 0 }
        while true {
            if let failure { throw failure }
            let hasInput = try feed.refill()
            if !isInUnit {
                guard hasInput || unitCount == 0 else { return 0 }
                guard hasInput else { throw fail() }
                try decompressor.beginUnit()
                isInUnit = true
                unitCount += 1
            }
            let step = unsafe decompressor.step(feed.pending, into: output)
            feed.consume(step.consumed)
            produced += step.produced
            if step.endsUnit { isInUnit = false }
            // Without input a decompressor may still have output; without either it is cut short.
            let isStuck = step.consumed == 0 && step.produced == 0 && !step.endsUnit
            if step.isDamaged || isStuck { failure = fail() }
            if step.produced > 0 { return step.produced }
        }
    }

    private func fail() -> Fault {
        Fault(Decompressor.damage, at: produced)
    }
}
