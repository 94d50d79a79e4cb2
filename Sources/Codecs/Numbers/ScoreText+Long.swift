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
        if let digits = LongDigits(value.magnitude) {
            if value < 0 { text.append(UInt8(ascii: "-")) }
            return append(digits, to: &text)
        }
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

    /// Appends digits in plain form, without zeros at the end of a fraction.
    private static func append(_ number: LongDigits, to text: inout ByteBuilder) {
        var digits = number.digits
        var places = LongDigits.count - 1 - number.power
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        let scale = LongDigits.powers[min(places, LongDigits.count)]
        text.appendDecimal(Int64(places > LongDigits.count ? 0 : digits / scale))
        guard places > 0 else { return }
        text.append(UInt8(ascii: "."))
        let fraction = places > LongDigits.count ? digits : digits % scale
        for _ in digitCount(of: fraction)..<places { text.append(UInt8(ascii: "0")) }
        text.appendDecimal(Int64(fraction))
    }

    private static func digitCount(of value: UInt64) -> Int {
        LongDigits.powers.firstIndex { value < $0 } ?? LongDigits.powers.count
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
