public import RedoubtBytes

/// Builds a listpack as the servers do, every element in its smallest form; see ``ListpackFormat``.
///
/// The blob is complete after every step, so that it may be taken at any time.
public struct ListpackWriter: ~Copyable {
    @usableFromInline var builder: ByteBuilder
    /// Number of elements.
    public private(set) var count: Int

    /// Starts without elements.
    public init() {
        builder = ByteBuilder()
        count = 0
        begin()
    }

    /// Size of the blob, with its header and its end mark.
    public var byteCount: Int { builder.count }

    /// Whether there are no elements.
    public var isEmpty: Bool { count == 0 }

    /// The listpack so far.
    public var blob: RawSpan {
        @_lifetime(borrow self)
        get { builder.bytes }
    }

    /// Whether an element of `elementSize` bytes leaves the listpack within what servers accept.
    ///
    /// A writer that goes past 4 GiB traps, so callers ask this first and start another blob.
    public func hasRoom(for elementSize: Int) -> Bool {
        elementSize <= ListpackFormat.byteCountMax - 16 - byteCount
    }

    /// Appends an element: the canonical text of an integer as that integer, all else as a string.
    public mutating func append(_ bytes: RawSpan) {
        if let integer = Int64(canonicalDecimal: bytes) {
            append(integer: integer)
        } else {
            append(string: bytes)
        }
    }

    /// Appends an element that was read from another blob.
    public mutating func append(_ element: borrowing PackedElement) {
        if element.isInteger {
            append(integer: element.integer)
        } else {
            append(element.bytes)
        }
    }

    /// Appends an integer in its smallest form.
    public mutating func append(integer value: Int64) {
        let start = reopen()
        switch value {
        case 0...127:
            builder.append(UInt8(truncatingIfNeeded: value))
        case -4096...4095:
            builder.append(UInt8(truncatingIfNeeded: value >> 8) & 0x1F | 0xC0)
            builder.append(UInt8(truncatingIfNeeded: value))
        case -0x8000...0x7FFF:
            builder.append(0xF1)
            builder.appendLittleEndian(Int16(truncatingIfNeeded: value))
        case -0x80_0000...0x7F_FFFF:
            builder.append(0xF2)
            builder.appendLittleEndian(UInt16(truncatingIfNeeded: value))
            builder.append(UInt8(truncatingIfNeeded: value >> 16))
        case -0x8000_0000...0x7FFF_FFFF:
            builder.append(0xF3)
            builder.appendLittleEndian(Int32(truncatingIfNeeded: value))
        default:
            builder.append(0xF4)
            builder.appendLittleEndian(value)
        }
        close(from: start)
    }

    /// Appends bytes as a string, also those that are the text of an integer.
    public mutating func append(string bytes: RawSpan) {
        let start = reopen()
        let length = bytes.byteCount
        switch length {
        case 0...63:
            builder.append(UInt8(truncatingIfNeeded: length) | 0x80)
        case 64...4095:
            builder.append(UInt8(truncatingIfNeeded: length >> 8) | 0xE0)
            builder.append(UInt8(truncatingIfNeeded: length))
        default:
            builder.append(0xF0)
            builder.appendLittleEndian(UInt32(truncatingIfNeeded: length))
        }
        builder.append(bytes)
        close(from: start)
    }

    /// Ends the listpack and lends its bytes; appending may go on afterwards.
    @_lifetime(&self)
    @discardableResult
    public mutating func finish() -> RawSpan {
        builder.bytes
    }

    /// Forgets all elements and keeps the memory.
    public mutating func removeAll() {
        builder.removeAll()
        count = 0
        begin()
    }

    private mutating func begin() {
        builder.appendLittleEndian(UInt32(ListpackFormat.emptySize))
        builder.appendLittleEndian(UInt16(0))
        builder.append(ListpackFormat.endMark)
    }

    /// Takes the end mark away; returns where the next element starts.
    private mutating func reopen() -> Int {
        builder.truncate(to: builder.count - 1)
        return builder.count
    }

    private mutating func close(from start: Int) {
        let size = builder.count - start
        let lengthSize = ListpackFormat.backwardLengthSize(of: size)
        for index in 0..<lengthSize {
            builder.append(ListpackFormat.backwardLengthByte(size, index, of: lengthSize))
        }
        builder.append(ListpackFormat.endMark)
        count += 1
        precondition(builder.count <= UInt32.max, "a listpack larger than its header can say")
        builder.setLittleEndian(UInt32(builder.count), at: 0)
        builder.setLittleEndian(UInt16(min(count, ListpackFormat.unknownCount)), at: 4)
    }
}
