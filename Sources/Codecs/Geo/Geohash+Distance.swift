#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Geohash {
    /// Radius of the earth in metres, as the servers have it.
    public static let earthRadius = 6372797.560856

    /// The distance of two positions in metres, along the great circle (haversine).
    ///
    /// On one meridian servers since 7.0 take a shorter way, which rounds differently.
    public static func distance(
        _ longitude1: Double,
        _ latitude1: Double,
        _ longitude2: Double,
        _ latitude2: Double,
        shortensMeridians: Bool = true
    ) -> Double {
        let v = sin((radians(longitude2) - radians(longitude1)) / 2)
        if v == 0, shortensMeridians { return latitudeDistance(latitude1, latitude2) }
        let from = radians(latitude1)
        let to = radians(latitude2)
        let u = sin((to - from) / 2)
        let square = u * u + cos(from) * cos(to) * v * v
        return 2 * earthRadius * asin(square.squareRoot())
    }

    /// The distance in metres of two positions on one meridian.
    public static func latitudeDistance(_ latitude1: Double, _ latitude2: Double) -> Double {
        earthRadius * abs(radians(latitude2) - radians(latitude1))
    }

    /// Whether a position lies within `radius` metres of a centre; its edge belongs to it.
    public static func isWithinRadius(
        _ radius: Double,
        ofLongitude centreLongitude: Double,
        latitude centreLatitude: Double,
        longitude: Double,
        latitude: Double
    ) -> Bool {
        distance(centreLongitude, centreLatitude, longitude, latitude) <= radius
    }

    /// Whether a position lies within a box of `width` by `height` metres around a centre.
    ///
    /// The width is measured along the latitude of the position; the edge belongs to the box.
    public static func isWithinBox(
        width: Double,
        height: Double,
        ofLongitude centreLongitude: Double,
        latitude centreLatitude: Double,
        longitude: Double,
        latitude: Double
    ) -> Bool {
        // Written so that a side that is not a number excludes nothing, as in the servers.
        if latitudeDistance(latitude, centreLatitude) > height / 2 { return false }
        return !(distance(longitude, latitude, centreLongitude, latitude) > width / 2)
    }

    private static func radians(_ degrees: Double) -> Double {
        degrees * (Double.pi / 180)
    }
}
