public import RedoubtBytes

extension HyperLogLog {
    /// The estimated number of different elements, as releases since 5.0 compute it.
    public func estimate() throws(Fault) -> UInt64 {
        var histogram = [Int](repeating: 0, count: 64)
        for rank in try registers() { histogram[Int(rank & 63)] += 1 }
        let m = Double(HyperLogLogFormat.registerCount)
        var z = m * Self.tau((m - Double(histogram[51])) / m)
        for rank in stride(from: 50, through: 1, by: -1) {
            z = (z + Double(histogram[rank])) / 2
        }
        z += m * Self.sigma(Double(histogram[0]) / m)
        let estimate = (0.721347520444481703680 * m * m / z).rounded()
        // Only forged registers lead out of range, to what the servers' conversion makes of it.
        return estimate < 0x1p63 ? UInt64(estimate) : 1 << 63
    }

    /// The cached cardinality if it holds, otherwise the estimate.
    public func count() throws(Fault) -> UInt64 {
        isStale ? try estimate() : cachedCount
    }

    /// The cached cardinality, which means nothing while ``isStale``.
    public var cachedCount: UInt64 {
        let index = HyperLogLogFormat.cardinalityIndex
        return bytes.rawSpan.loadLittleEndian(UInt64.self, at: index)
    }

    /// What PFCOUNT does to a single key: if the cache is stale, writes the estimate into it.
    ///
    /// - Returns: the cardinality.
    public mutating func refreshCachedCount() throws(Fault) -> UInt64 {
        guard isStale else { return cachedCount }
        let count = try estimate()
        for position in 0..<8 {
            let byte = UInt8(truncatingIfNeeded: count >> (8 * UInt64(position)))
            bytes[HyperLogLogFormat.cardinalityIndex + position] = byte
        }
        return count
    }

    // Both series are those of Ertl's improved estimator; each ends when a step changes nothing.

    private static func sigma(_ start: Double) -> Double {
        guard start != 1 else { return .infinity }
        var x = start
        var y = 1.0
        var z = start
        var last: Double
        repeat {
            x *= x
            last = z
            z += x * y
            y += y
        } while z != last
        return z
    }

    private static func tau(_ start: Double) -> Double {
        guard start != 0, start != 1 else { return 0 }
        var x = start
        var y = 1.0
        var z = 1 - x
        var last: Double
        repeat {
            x = x.squareRoot()
            last = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
        } while z != last
        return z / 3
    }
}
