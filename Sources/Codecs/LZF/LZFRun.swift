/// The compression of one string: where it reads, where it writes, and what it has pending.
///
/// - Invariant: `literalStart <= next <= source.count` and `written <= target.count`.
@safe
struct LZFRun {
    let source: UnsafeRawBufferPointer
    let target: UnsafeMutableRawBufferPointer
    let table: UnsafeMutablePointer<UInt32>
    let base: UInt32
    /// Number of bytes written to `target`.
    var written = 0
    private var next = 0
    private var literalStart = 0

    init(
        source: UnsafeRawBufferPointer,
        target: UnsafeMutableRawBufferPointer,
        table: UnsafeMutablePointer<UInt32>,
        base: UInt32
    ) {
        unsafe self.source = source
        unsafe self.target = target
        unsafe self.table = table
        self.base = base
    }

    /// Compresses everything; false if `target` is too small.
    mutating func compress() -> Bool {
        while let earlier = findMatch() {
            let count = matchCount(earlier)
            guard flushLiterals(), copy(from: earlier, count: count) else {
                return false
            }
            passOver(count)
        }
        unsafe next = source.count
        return flushLiterals()
    }

    /// Moves `next` to the next place whose three bytes stood before, in reach, and answers where.
    ///
    /// Every place on the way is entered. Where nothing was found for long, places are left out:
    /// what does not get smaller should not take long.
    @inline(__always)
    private mutating func findMatch() -> Int? {
        let last = unsafe source.count &- 3
        var place = next
        while place <= last {
            let wanted = triple(place)
            let slot = LZFCompressor.hash(wanted)
            let found = unsafe table[slot]
            unsafe table[slot] = base &+ UInt32(truncatingIfNeeded: place)
            if found >= base {
                // An entry from `base` on was made by this run, so its place lies before this one.
                let earlier = Int(found &- base)
                if place &- earlier <= LZF.copyDistanceMax, triple(earlier) == wanted {
                    next = place
                    return earlier
                }
            }
            place &+= 1 &+ (place &- literalStart) >> Self.patience
        }
        return nil
    }

    /// The power of two of bytes without a match behind which places are left out.
    private static let patience = 9

    /// Three bytes at `index`; the caller has checked that they are there.
    @inline(__always)
    private func triple(_ index: Int) -> UInt32 {
        unsafe UInt32(source[index]) << 16 | UInt32(source[index &+ 1]) << 8
            | UInt32(source[index &+ 2])
    }

    /// How many bytes from `earlier` on repeat at `next`: 3 or more, as far as one item reaches.
    private func matchCount(_ earlier: Int) -> Int {
        let countMax = unsafe min(LZF.copyCountMax, source.count &- next)
        var count = 3
        while count < countMax, unsafe source[earlier &+ count] == source[next &+ count] {
            count &+= 1
        }
        return count
    }

    /// Writes the bytes that no copy covers, in runs of up to 32.
    private mutating func flushLiterals() -> Bool {
        while literalStart < next {
            let count = min(LZF.literalRunMax, next &- literalStart)
            guard unsafe target.count &- written > count else { return false }
            unsafe target[written] = UInt8(count &- 1)
            unsafe UnsafeMutableRawBufferPointer(
                rebasing: target[(written &+ 1)..<(written &+ 1 &+ count)]
            ).copyMemory(
                from: UnsafeRawBufferPointer(
                    rebasing: source[literalStart..<(literalStart &+ count)]
                )
            )
            written &+= count &+ 1
            literalStart &+= count
        }
        return true
    }

    /// Writes a copy item.
    private mutating func copy(from earlier: Int, count: Int) -> Bool {
        guard unsafe target.count &- written >= 3 || (count < 9 && target.count &- written == 2)
        else { return false }
        let distance = next &- earlier &- 1
        let high = UInt8(distance >> 8)
        if count < 9 {
            unsafe target[written] = UInt8(count &- 2) << 5 | high
            written &+= 1
        } else {
            unsafe target[written] = 0xE0 | high
            unsafe target[written &+ 1] = UInt8(count &- 9)
            written &+= 2
        }
        unsafe target[written] = UInt8(distance & 0xFF)
        written &+= 1
        return true
    }

    /// Moves behind a copy; enters the last two places in it, where the next match often begins.
    private mutating func passOver(_ count: Int) {
        let end = next &+ count
        for place in max(0, end &- 2)..<end where unsafe source.count &- place >= 3 {
            unsafe table[LZFCompressor.hash(triple(place))] =
                base &+ UInt32(truncatingIfNeeded: place)
        }
        next = end
        literalStart = end
    }
}
