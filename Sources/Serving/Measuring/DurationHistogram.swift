/// How often something took how long, in classes that are a sixteenth apart.
///
/// It takes the same few kilobytes however much is counted.
struct DurationHistogram: Sendable {
    private static let partCount = 16
    private static let partBits = 4
    /// Some minutes; what is longer counts as that.
    private static let powerMax = 40

    private var counts: [UInt32] = []
    private(set) var total = 0

    /// Counts a duration.
    mutating func add(nanoseconds: Int64) {
        if counts.isEmpty {
            counts = [UInt32](repeating: 0, count: (Self.powerMax + 1) * Self.partCount)
        }
        let place = Self.place(of: nanoseconds)
        counts[place] = counts[place] == .max ? .max : counts[place] + 1
        total += 1
    }

    private static func place(of nanoseconds: Int64) -> Int {
        let value = UInt64(clamping: max(nanoseconds, 1))
        let power = 63 - value.leadingZeroBitCount
        guard power < powerMax else { return (powerMax + 1) * partCount - 1 }
        let part =
            power >= partBits
            ? value >> UInt64(power - partBits) : value << UInt64(partBits - power)
        return power * partCount + Int(part) - partCount
    }

    /// Where a class ends, in nanoseconds.
    private static func end(of place: Int) -> Int64 {
        let (power, part) = (place / partCount, Int64(place % partCount + partCount + 1))
        return power >= partBits
            ? part << Int64(power - partBits) : max(part >> Int64(4 - power), 1)
    }

    /// The duration that a part of all did not pass, in microseconds.
    func microseconds(below percent: Double) -> Double {
        let wanted = Double(total) * percent / 100
        var seen = 0
        for (place, count) in counts.enumerated() where count > 0 {
            seen += Int(count)
            if Double(seen) >= wanted { return Double(Self.end(of: place)) / 1000 }
        }
        return 0
    }

    /// Microseconds, each twice the one before, and how many took no longer; those without any
    /// further ones are left out.
    var doubling: [(microseconds: Int64, count: Int)] {
        var found: [(microseconds: Int64, count: Int)] = []
        var seen = 0
        var place = 0
        for power in 10..<Self.powerMax {
            let former = seen
            while place < min(power * Self.partCount, counts.count) {
                seen += Int(counts[place])
                place += 1
            }
            // Servers name a class by the last value that counts as its end.
            let end = Int64(1) << Int64(power)
            if seen > former { found.append(((end + end / 128 - 1) / 1000, seen)) }
            if seen >= total { break }
        }
        return found
    }
}
