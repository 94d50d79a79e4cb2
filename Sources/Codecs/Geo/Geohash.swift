/// A position as 52 bits: the score of a member of a geospatial sorted set.
///
/// Longitude and latitude are cut into 2²⁶ steps each; bit *i* of the latitude becomes bit 2*i* of
/// the result and bit *i* of the longitude bit 2*i* + 1. A coordinate exactly at its upper limit
/// gives step 2²⁶ and so a bit above the 52nd; servers keep it, and so does this.
public enum Geohash {
    /// The largest longitude; the smallest is its negative.
    public static let longitudeMax = 180.0
    /// The largest latitude, that of the square Mercator map; the smallest is its negative.
    public static let latitudeMax = 85.05112878

    /// Number of bits of each coordinate.
    static let bitCount = 26

    /// The bits of a position, or nil outside the limits or if a coordinate is not a number.
    public static func encode(longitude: Double, latitude: Double) -> UInt64? {
        guard longitude >= -longitudeMax, longitude <= longitudeMax,
            latitude >= -latitudeMax, latitude <= latitudeMax
        else { return nil }
        let x = step(of: longitude, limit: longitudeMax)
        let y = step(of: latitude, limit: latitudeMax)
        return spread(y) | spread(x) << 1
    }

    /// The bits of a position on a grid with another limit of the latitude, within the limits.
    public static func encode(
        longitude: Double,
        latitude: Double,
        latitudeMax limit: Double
    ) -> UInt64 {
        let x = step(of: max(-longitudeMax, min(longitudeMax, longitude)), limit: longitudeMax)
        let y = step(of: max(-limit, min(limit, latitude)), limit: limit)
        return spread(y) | spread(x) << 1
    }

    /// The centre of the cell that `bits` name, within the limits.
    public static func decode(_ bits: UInt64) -> (longitude: Double, latitude: Double) {
        let longitude = centre(of: gather(bits >> 1), limit: longitudeMax)
        let latitude = centre(of: gather(bits), limit: latitudeMax)
        return (longitude, latitude)
    }

    /// The bits of a member by its score, converted as the servers' processors do it, so that any
    /// score has a position.
    public static func bits(ofScore score: Double) -> UInt64 {
        let half = 0x1p63
        if score >= half {
            return score < half * 2 ? UInt64(score) : 0
        }
        guard score > -half else { return 1 << 63 }
        return UInt64(bitPattern: Int64(score))
    }

    private static func step(of coordinate: Double, limit: Double) -> UInt32 {
        let part = (coordinate + limit) / (limit + limit)
        return UInt32(part * Double(1 << bitCount))
    }

    private static func centre(of step: UInt32, limit: Double) -> Double {
        let cells = Double(1 << bitCount)
        let low = -limit + (Double(step) / cells) * (limit + limit)
        let high = -limit + (Double(step &+ 1) / cells) * (limit + limit)
        return max(-limit, min(limit, (low + high) / 2))
    }

    /// Moves bit *i* to bit 2*i*.
    private static func spread(_ value: UInt32) -> UInt64 {
        var bits = UInt64(value)
        bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF
        bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF
        bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F
        bits = (bits | bits << 2) & 0x3333_3333_3333_3333
        bits = (bits | bits << 1) & 0x5555_5555_5555_5555
        return bits
    }

    /// Moves bit 2*i* to bit *i* and drops the others.
    private static func gather(_ value: UInt64) -> UInt32 {
        var bits = value & 0x5555_5555_5555_5555
        bits = (bits | bits >> 1) & 0x3333_3333_3333_3333
        bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F
        bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF
        bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF
        bits = (bits | bits >> 16) & 0x0000_0000_FFFF_FFFF
        return UInt32(truncatingIfNeeded: bits)
    }
}
