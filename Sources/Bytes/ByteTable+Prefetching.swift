internal import CPrefetch

/// Looking ahead: several keys cost little more than one if their places are asked for before any
/// of them is waited for.
extension ByteTable {
    /// Asks for the heads of the arrays, which stand in front of the elements.
    @inlinable
    public func prefetchHeads() {
        guard index.isInUse else { return }
        keys.prefetchHead()
        values.prefetchHead()
        index.slots.prefetchHead()
    }

    /// Asks for the part of the index where a key with this hash is looked for.
    @inlinable
    public func prefetchIndex(hash: UInt64) {
        guard index.isInUse else { return }
        index.slots.prefetchElement(
            at: Int(truncatingIfNeeded: hash >> 32) & (index.slots.count &- 1)
        )
    }

    /// Asks for the entry of a key with this hash, if there is one; its part of the index should
    /// have come.
    @inlinable
    public func prefetchEntry(hash: UInt64) {
        var slot = 0
        guard index.isInUse, let place = candidate(hash: hash, from: &slot) else { return }
        keys.prefetchElement(at: place)
        values.prefetchElement(at: place)
    }
}

extension ContiguousArray {
    /// Asks for what stands in front of the elements.
    @inlinable @inline(__always)
    public func prefetchHead() {
        // The closure keeps no pointer.
        unsafe withUnsafeBufferPointer { unsafe prefetchHeads(of: $0.baseAddress) }
    }

    /// Asks for an element; nothing is read, so any place will do.
    @inlinable @inline(__always)
    public func prefetchElement(at place: Int) {
        // The closure keeps no pointer.
        unsafe withUnsafeBufferPointer { unsafe prefetchMemory($0.baseAddress, place) }
    }
}

/// Asks for the memory of an element; nothing is read.
@inlinable @inline(__always)
func prefetchMemory<Element>(_ elements: UnsafePointer<Element>?, _ place: Int) {
    guard let elements = unsafe elements else { return }
    let start = unsafe UnsafeRawPointer(elements + place)
    unsafe prefetchMemory(start)
    if MemoryLayout<Element>.stride > 64 { unsafe prefetchMemory(start + 64) }
}

/// Asks for what an array keeps in front of its elements.
@inlinable @inline(__always)
func prefetchHeads<Element>(of elements: UnsafePointer<Element>?) {
    guard let elements = unsafe elements else { return }
    unsafe prefetchMemory(UnsafeRawPointer(elements) - 16)
}

@usableFromInline
func prefetchMemory(_ address: UnsafeRawPointer) {
    unsafe redoubt_prefetch(address)
}
