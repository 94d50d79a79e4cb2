public import RedoubtBytes

extension LZF {
    /// Appends the expanded form of `input`, which must have exactly `expandedCount` bytes.
    ///
    /// Nothing is appended on failure, and no memory is reserved for a count that `input` is too
    /// short to reach.
    ///
    /// - Parameter offset: Where `input` stands in the file; every fault carries it.
    /// - Throws: ``Fault`` with ``Fault/Reason/badLZF``.
    public static func decompress(
        _ input: RawSpan,
        expandedCount: Int,
        into output: inout ByteBuilder,
        at offset: Int
    ) throws(Fault) {
        guard expandedCount >= 0, expandedCount / expansionMax <= input.byteCount else {
            throw Fault(.badLZF, at: offset, detail: expandedCount)
        }
        try unsafe output.appendUninitialised(expandedCount) { (room) throws(Fault) -> Int in
            let isWhole = unsafe input.withUnsafeBytes { unsafe expand($0, into: room) }
            guard isWhole else { throw Fault(.badLZF, at: offset, detail: expandedCount) }
            return expandedCount
        }
    }

    /// Fills `output` exactly, or returns false.
    private static func expand(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let inputCount = input.count
        var read = 0
        var written = 0
        while read < inputCount {
            let control = unsafe Int(input[read])
            read &+= 1
            if control < literalRunMax {
                let count = control &+ 1
                guard count <= inputCount &- read, count <= output.count &- written else {
                    return false
                }
                // Both sides hold `count` more bytes.
                unsafe copyLiterals(input, from: read, count: count, into: output, at: written)
                read &+= count
                written &+= count
                continue
            }
            var count = (control >> 5) &+ 2
            let isLong = count == 9
            guard inputCount &- read >= (isLong ? 2 : 1) else { return false }
            if isLong {
                count &+= unsafe Int(input[read])
                read &+= 1
            }
            let distance = unsafe ((control & 0x1F) << 8 | Int(input[read])) &+ 1
            read &+= 1
            guard distance <= written, count <= output.count &- written else { return false }
            // The source starts inside the output and `count` more bytes fit.
            unsafe repeatOutput(output, at: written, distance: distance, count: count)
            written &+= count
        }
        return written == output.count
    }

    @inline(__always)
    @unsafe
    private static func copyLiterals(
        _ input: UnsafeRawBufferPointer,
        from start: Int,
        count: Int,
        into output: UnsafeMutableRawBufferPointer,
        at end: Int
    ) {
        guard let source = input.baseAddress, let target = output.baseAddress else {
            return
        }
        unsafe (target + end).copyMemory(from: source + start, byteCount: count)
    }

    @inline(__always)
    @unsafe
    private static func repeatOutput(
        _ output: UnsafeMutableRawBufferPointer,
        at end: Int,
        distance: Int,
        count: Int
    ) {
        guard let base = output.baseAddress else { return }
        let target = unsafe base + end
        let source = unsafe target - distance
        if distance >= count {
            unsafe target.copyMemory(from: source, byteCount: count)
        } else if distance == 1 {
            let byte = unsafe source.load(as: UInt8.self)
            unsafe target.initializeMemory(as: UInt8.self, repeating: byte, count: count)
        } else {
            for index in 0..<count {
                let byte = unsafe source.load(fromByteOffset: index, as: UInt8.self)
                unsafe target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
            }
        }
    }
}
