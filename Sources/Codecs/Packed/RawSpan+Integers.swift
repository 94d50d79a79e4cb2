public import RedoubtBytes

// Fixed-width integers inside a packed blob; the bound is checked by every one of them, and the
// readers check it before with an error of their own.
extension RawSpan {
    @inlinable @inline(__always)
    func loadLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type,
        at index: Int
    ) -> T {
        precondition(index >= 0 && byteCount &- index >= MemoryLayout<T>.size)
        // The bound was just checked.
        return T(
            littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: T.self)
        )
    }

    @inlinable
    func loadInt24(at index: Int) -> Int64 {
        let low = UInt32(loadLittleEndian(UInt16.self, at: index))
        let bits = low | UInt32(self[byte: index &+ 2]) << 16
        return Int64(Int32(bitPattern: bits << 8) >> 8)
    }
}
