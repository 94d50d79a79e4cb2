package import RedoubtBytes

/// Patterns of key names: `*`, `?`, `[a-z]`, `[^a]`, and `\` before a byte that is meant itself.
package enum GlobPattern {
    /// Whether a pattern fits a whole name; at most the product of both sizes in steps.
    package static func matches(_ pattern: ByteString, _ name: ByteString) -> Bool {
        let pattern = pattern.array
        let name = name.array
        var place = 0
        var index = 0
        var star: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, index)
                place += 1
            } else if let next = step(pattern, place, name[index]) {
                place = next
                index += 1
            } else if let held = star {
                star = (held.place, held.index + 1)
                place = held.place + 1
                index = held.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// Where the pattern goes on behind the element at `place`, if that fits the byte.
    private static func step(_ pattern: [UInt8], _ place: Int, _ byte: UInt8) -> Int? {
        guard place < pattern.count else { return nil }
        switch pattern[place] {
        case UInt8(ascii: "?"): return place + 1
        case UInt8(ascii: "["): return group(pattern, place + 1, byte)
        case UInt8(ascii: "\\") where place + 1 < pattern.count:
            return pattern[place + 1] == byte ? place + 2 : nil
        default: return pattern[place] == byte ? place + 1 : nil
        }
    }

    private static func group(_ pattern: [UInt8], _ start: Int, _ byte: UInt8) -> Int? {
        var place = start
        let isNegated = place < pattern.count && pattern[place] == UInt8(ascii: "^")
        if isNegated { place += 1 }
        var isFound = false
        while place < pattern.count, pattern[place] != UInt8(ascii: "]") {
            if pattern[place] == UInt8(ascii: "\\"), place + 1 < pattern.count {
                place += 1
                if pattern[place] == byte { isFound = true }
            } else if place + 2 < pattern.count, pattern[place + 1] == UInt8(ascii: "-") {
                let low = min(pattern[place], pattern[place + 2])
                let high = max(pattern[place], pattern[place + 2])
                if (low...high).contains(byte) { isFound = true }
                place += 2
            } else if pattern[place] == byte {
                isFound = true
            }
            place += 1
        }
        return isFound != isNegated ? min(place + 1, pattern.count) : nil
    }
}
