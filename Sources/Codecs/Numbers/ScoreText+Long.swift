public import RedoubtBytes

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension ScoreText {
    /// Appends C's `%.17g`, the text of servers up to 7.0; `inf`, `-inf`, `nan` and `-0` as they
    /// print them.
    public static func appendLong(_ value: Double, to text: inout ByteBuilder) {
        guard !appendSpecial(value, to: &text) else { return }
        // Sign, 17 digits, point, exponent of up to 5: never more than 24 bytes and the NUL.
        let capacity = 64
        let before = text.count
        unsafe text.appendUninitialised(capacity) { room in
            let start = unsafe room.baseAddress?.assumingMemoryBound(to: CChar.self)
            let count = unsafe withVaList([value]) { arguments in
                unsafe vsnprintf(start, capacity, "%.17g", arguments)
            }
            precondition(count > 0 && count < capacity)
            return unsafe usePoint(in: UnsafeMutableRawBufferPointer(rebasing: room[..<Int(count)]))
        }
        assert(text.count > before)
    }

    /// Puts a point where the locale of the process has another radix character, which may take
    /// several bytes; returns how many bytes there are then.
    private static func usePoint(in printed: UnsafeMutableRawBufferPointer) -> Int {
        var written = 0
        var inRadix = false
        for index in 0..<printed.count {
            // `written` never overtakes `index`.
            let byte = unsafe printed[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                UInt8(ascii: "e"):
                inRadix = false
                unsafe printed[written] = byte
                written += 1
            default:
                if inRadix { continue }
                inRadix = true
                unsafe printed[written] = UInt8(ascii: ".")
                written += 1
            }
        }
        return written
    }
}
