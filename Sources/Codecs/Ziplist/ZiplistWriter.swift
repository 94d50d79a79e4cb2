public import RedoubtBytes

/// Builds a ziplist as the servers do, every entry in its smallest form; see ``ZiplistFormat``.
///
/// The blob is complete after every step, so that it may be taken at any time.
public struct ZiplistWriter: ~Copyable {
    /// Whether 8-bit, 24-bit and immediate integers may be written: format version 6 and later.
    public let usesSmallIntegers: Bool
    @usableFromInline var builder: ByteBuilder
    /// Number of entries.
    public private(set) var count: Int
    /// Size of the last entry, 0 without one.
    private var lastSize: Int

    /// Starts without entries.
    public init(usesSmallIntegers: Bool = true) {
        self.usesSmallIntegers = usesSmallIntegers
        builder = ByteBuilder()
        count = 0
        lastSize = 0
        begin()
    }

    /// Size of the blob, with its header and its end mark.
    public var byteCount: Int { builder.count }

    /// Whether there are no entries.
    public var isEmpty: Bool { count == 0 }

    /// The ziplist so far.
    public var blob: RawSpan {
        @_lifetime(borrow self)
        get { builder.bytes }
    }

    /// Whether an element of `elementSize` bytes leaves the ziplist within what servers accept.
    ///
    /// A writer that goes past 4 GiB traps, so callers ask this first and start another blob.
    public func hasRoom(for elementSize: Int) -> Bool {
        elementSize <= ZiplistFormat.byteCountMax - 16 - byteCount
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

    /// Appends an integer in the smallest form that the version knows.
    public mutating func append(integer value: Int64) {
        let start = reopen()
        if usesSmallIntegers, appendSmall(value) {
            close(from: start)
            return
        }
        switch value {
        case -0x8000...0x7FFF:
            builder.append(0xC0)
            builder.appendLittleEndian(Int16(truncatingIfNeeded: value))
        case -0x8000_0000...0x7FFF_FFFF:
            builder.append(0xD0)
            builder.appendLittleEndian(Int32(truncatingIfNeeded: value))
        default:
            builder.append(0xE0)
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
            builder.append(UInt8(truncatingIfNeeded: length))
        case 64...16383:
            builder.append(UInt8(truncatingIfNeeded: length >> 8) | 0x40)
            builder.append(UInt8(truncatingIfNeeded: length))
        default:
            builder.append(0x80)
            builder.appendBigEndian(UInt32(truncatingIfNeeded: length))
        }
        builder.append(bytes)
        close(from: start)
    }

    /// Ends the ziplist and lends its bytes; appending may go on afterwards.
    @_lifetime(&self)
    @discardableResult
    public mutating func finish() -> RawSpan {
        builder.bytes
    }

    /// Forgets all entries and keeps the memory.
    public mutating func removeAll() {
        builder.removeAll()
        count = 0
        lastSize = 0
        begin()
    }

    /// Appends the forms that version 6 brought; false if none of them is the smallest.
    private mutating func appendSmall(_ value: Int64) -> Bool {
        switch value {
        case 0...12:
            builder.append(0xF1 + UInt8(truncatingIfNeeded: value))
        case -0x80...0x7F:
            builder.append(0xFE)
            builder.append(UInt8(truncatingIfNeeded: value))
        case -0x8000...0x7FFF:
            return false
        case -0x80_0000...0x7F_FFFF:
            builder.append(0xF0)
            builder.appendLittleEndian(UInt16(truncatingIfNeeded: value))
            builder.append(UInt8(truncatingIfNeeded: value >> 16))
        default:
            return false
        }
        return true
    }

    private mutating func begin() {
        builder.appendLittleEndian(UInt32(ZiplistFormat.emptySize))
        builder.appendLittleEndian(UInt32(ZiplistFormat.headerSize))
        builder.appendLittleEndian(UInt16(0))
        builder.append(ZiplistFormat.endMark)
    }

    /// Takes the end mark away and starts an entry; returns where it starts.
    private mutating func reopen() -> Int {
        builder.truncate(to: builder.count - 1)
        let start = builder.count
        if lastSize < Int(ZiplistFormat.longPrevious) {
            builder.append(UInt8(truncatingIfNeeded: lastSize))
        } else {
            builder.append(ZiplistFormat.longPrevious)
            builder.appendLittleEndian(UInt32(truncatingIfNeeded: lastSize))
        }
        return start
    }

    private mutating func close(from start: Int) {
        lastSize = builder.count - start
        builder.append(ZiplistFormat.endMark)
        count += 1
        precondition(builder.count <= UInt32.max, "a ziplist larger than its header can say")
        builder.setLittleEndian(UInt32(builder.count), at: 0)
        builder.setLittleEndian(UInt32(start), at: 4)
        builder.setLittleEndian(UInt16(min(count, ZiplistFormat.unknownCount)), at: 8)
    }
}
