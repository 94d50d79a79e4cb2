import RedoubtBytes

/// Builds an intset of the smallest width that holds all members; see ``IntsetReader``.
public struct IntsetWriter: ~Copyable {
    private var builder: ByteBuilder

    /// Number of members.
    public let count: Int

    /// Writes members that are in strictly ascending order, at least one.
    public init(_ sorted: [Int64]) {
        count = sorted.count
        builder = ByteBuilder(capacity: 8 + 8 * sorted.count)
        let width = Self.width(of: sorted)
        builder.appendLittleEndian(UInt32(width))
        builder.appendLittleEndian(UInt32(truncatingIfNeeded: sorted.count))
        for member in sorted {
            switch width {
            case 2: builder.appendLittleEndian(Int16(truncatingIfNeeded: member))
            case 4: builder.appendLittleEndian(Int32(truncatingIfNeeded: member))
            default: builder.appendLittleEndian(member)
            }
        }
    }

    /// The intset.
    public var blob: RawSpan {
        @_lifetime(borrow self)
        get { builder.bytes }
    }

    /// Size of the blob.
    public var byteCount: Int { builder.count }

    /// Bytes per member: 2, 4 or 8, by the first and the last of the sorted members.
    private static func width(of sorted: [Int64]) -> Int {
        guard let first = sorted.first, let last = sorted.last else { return 2 }
        if first >= Int64(Int16.min), last <= Int64(Int16.max) { return 2 }
        if first >= Int64(Int32.min), last <= Int64(Int32.max) { return 4 }
        return 8
    }
}
