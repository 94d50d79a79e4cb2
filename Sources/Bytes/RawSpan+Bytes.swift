#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension RawSpan {
    /// The byte at `index`; traps outside the span, so check the bound first.
    @inlinable @inline(__always)
    public subscript(byte index: Int) -> UInt8 {
        precondition(index >= 0 && index < byteCount)
        // The bound was just checked.
        return unsafe unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
    }

    /// Whether both spans hold the same bytes.
    @inlinable
    public func equalsBytes(_ other: RawSpan) -> Bool {
        let count = byteCount
        guard count == other.byteCount else { return false }
        guard count <= 32 else { return compareBytes(other) == 0 }
        if count >= 8 {
            // Words of eight bytes; the last one may overlap the one before it.
            var index = 0
            while index &+ 8 < count {
                if word(at: index) != other.word(at: index) { return false }
                index &+= 8
            }
            return word(at: count &- 8) == other.word(at: count &- 8)
        }
        for index in 0..<count where self[byte: index] != other[byte: index] { return false }
        return true
    }

    /// Eight bytes as a number of this machine; traps outside the span, so check the bound first.
    @inlinable @inline(__always)
    public func word(at index: Int) -> UInt64 {
        precondition(index >= 0 && index &+ 8 <= byteCount)
        // The bounds were just checked.
        return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
    }

    /// Orders like `memcmp` with the shorter first: negative, zero or positive.
    public func compareBytes(_ other: RawSpan) -> Int {
        let common = min(byteCount, other.byteCount)
        let order = unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs -> Int32 in
                guard common > 0, let a = mine.baseAddress, let b = theirs.baseAddress else {
                    return 0
                }
                // Both buffers hold at least `common` bytes.
                return unsafe memcmp(a, b, common)
            }
        }
        return order != 0 ? Int(order) : byteCount - other.byteCount
    }

    /// A copy as an array.
    public var array: [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// The bytes as text for a message: printable ASCII as it is, everything else as `\xHH`.
    public var printable: String {
        var text = ""
        for index in 0..<byteCount {
            let byte = self[byte: index]
            if byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16)
                text += digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
            }
        }
        return text
    }
}

extension [UInt8] {
    /// The array's bytes, for APIs that read a `RawSpan`.
    @inlinable
    public var rawSpan: RawSpan {
        @_lifetime(borrow self)
        get {
            let elements = span
            // A span of bytes has no padding and no invalid values.
            return unsafe _overrideLifetime(elements.bytes, borrowing: self)
        }
    }

    /// Appends the bytes of a span.
    public mutating func append(_ span: RawSpan) {
        unsafe span.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}

extension RawSpan {
    /// Whether the bytes are `word` in letters of any case; `word` is upper-case ASCII.
    public func equalsWord(_ word: StaticString) -> Bool {
        guard byteCount == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            for index in 0..<byteCount {
                let byte = self[byte: index]
                let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
                guard (isLower ? byte & 0xDF : byte) == (unsafe letters[index]) else {
                    return false
                }
            }
            return true
        }
    }
}

extension RawSpan {
    /// Whether the bytes begin with those of another span.
    public func starts(with prefix: RawSpan) -> Bool {
        byteCount >= prefix.byteCount && extracting(0..<prefix.byteCount).equalsBytes(prefix)
    }
}
