/// A growing run of bytes to write into: what the writers fill before it goes to a sink.
///
/// Appending a span is one bounds check and one `memcpy`. It is not copyable, so that no buffer is
/// duplicated by accident; take the content with ``bytes`` or ``array``.
@safe
public struct ByteBuilder: ~Copyable {
    @usableFromInline var storage: UnsafeMutableRawBufferPointer
    /// Number of bytes written.
    @usableFromInline var used: Int

    /// Creates an empty builder with room for `capacity` bytes.
    @inlinable
    public init(capacity: Int = 256) {
        unsafe storage = .allocate(byteCount: max(capacity, 16), alignment: 16)
        used = 0
    }

    deinit {
        unsafe storage.deallocate()
    }

    /// Number of bytes written.
    @inlinable
    public var count: Int { used }

    /// Whether nothing was written.
    @inlinable
    public var isEmpty: Bool { used == 0 }

    /// The bytes written so far.
    @inlinable
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // `used` never exceeds the storage, whose bytes below it are initialised.
            let written = unsafe UnsafeRawBufferPointer(rebasing: storage[0..<used])
            return unsafe _overrideLifetime(RawSpan(_unsafeBytes: written), borrowing: self)
        }
    }

    /// A copy of the bytes written so far.
    public var array: [UInt8] { bytes.array }

    /// Forgets the content and keeps the memory.
    @inlinable
    public mutating func removeAll() {
        used = 0
    }

    /// Forgets everything behind the first `count` bytes.
    @inlinable
    public mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= used)
        used = count
    }

    /// Makes sure that `extra` more bytes fit without another allocation.
    @inlinable @inline(__always)
    public mutating func reserve(_ extra: Int) {
        if unsafe storage.count &- used < extra { grow(by: extra) }
    }

    @usableFromInline
    @inline(never)
    mutating func grow(by extra: Int) {
        let (needed, overflow) = used.addingReportingOverflow(extra)
        precondition(!overflow, "a buffer larger than memory")
        let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(needed, storage.count &* 2),
            alignment: 16
        )
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[0..<used]))
        unsafe storage.deallocate()
        unsafe storage = larger
    }

    /// Appends one byte.
    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        // Room was just reserved.
        unsafe storage.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used &+= 1
    }

    /// Appends the bytes of a span.
    @inlinable
    public mutating func append(_ span: RawSpan) {
        let count = span.byteCount
        guard count > 0 else { return }
        reserve(count)
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[used..<(used &+ count)])
        unsafe span.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        used &+= count
    }

    /// Appends the bytes of an array.
    @inlinable
    public mutating func append(_ array: [UInt8]) {
        append(array.rawSpan)
    }

    /// Appends the UTF-8 bytes of a text known at compile time.
    @inlinable
    public mutating func append(_ text: StaticString) {
        precondition(text.hasPointerRepresentation)
        let count = text.utf8CodeUnitCount
        reserve(count)
        let source = unsafe UnsafeRawBufferPointer(start: text.utf8Start, count: count)
        unsafe UnsafeMutableRawBufferPointer(rebasing: storage[used..<(used &+ count)])
            .copyMemory(from: source)
        used &+= count
    }

    /// Appends the UTF-8 bytes of a text.
    public mutating func append(utf8 text: String) {
        append(Array(text.utf8))
    }

    /// Appends an integer of fixed width in little-endian order.
    @inlinable @inline(__always)
    public mutating func appendLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        reserve(MemoryLayout<T>.size)
        // Room was just reserved.
        unsafe storage.storeBytes(of: value.littleEndian, toByteOffset: used, as: T.self)
        used &+= MemoryLayout<T>.size
    }

    /// Appends an integer of fixed width in big-endian order.
    @inlinable @inline(__always)
    public mutating func appendBigEndian<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        appendLittleEndian(value.byteSwapped)
    }

    /// Appends a decimal integer.
    @inlinable
    public mutating func appendDecimal(_ value: Int64) {
        let text = DecimalText(value)
        append(text.bytes)
    }

    /// Overwrites a fixed-width integer in little-endian order at an index already written.
    @inlinable
    public mutating func setLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(
        _ value: T,
        at index: Int
    ) {
        precondition(index >= 0 && index &+ MemoryLayout<T>.size <= used)
        unsafe storage.storeBytes(of: value.littleEndian, toByteOffset: index, as: T.self)
    }

    /// Copies `count` bytes that start `distance` before the end to the end, byte by byte, so that
    /// an overlap repeats them: the back reference of LZ-style codecs.
    ///
    /// - Returns: false, and nothing is written, if `distance` reaches before `floor`.
    @inlinable
    public mutating func repeatTail(distance: Int, count: Int, notBefore floor: Int) -> Bool {
        guard distance > 0, used &- distance >= floor, floor >= 0 else { return false }
        reserve(count)
        var source = used &- distance
        if distance >= count {
            // No overlap, and room for `count` bytes was reserved.
            unsafe UnsafeMutableRawBufferPointer(rebasing: storage[used..<(used &+ count)])
                .copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: storage[source..<(source &+ count)])
                )
            used &+= count
            return true
        }
        for _ in 0..<count {
            // `source` trails `used`, and room for `count` bytes was reserved.
            unsafe storage[used] = storage[source]
            used &+= 1
            source &+= 1
        }
        return true
    }

    /// Lets `fill` write up to `count` bytes at the end and tell how many it wrote.
    @inlinable
    public mutating func appendUninitialised<E: Error>(
        _ count: Int,
        _ fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        reserve(count)
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[used..<(used &+ count)])
        let written = try unsafe fill(room)
        precondition(written >= 0 && written <= count)
        used &+= written
    }
}

// Its memory has one owner.
extension ByteBuilder: @unchecked Sendable {}
