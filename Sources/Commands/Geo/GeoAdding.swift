import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtValues

/// `GEOADD key [NX|XX] [CH] longitude latitude member …`.
///
/// Servers log it as `ZADD`; the score of a member is its geohash.
enum GeoAdding {
    static func add(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var first = 2
        var onlyNew = false
        var onlyOld = false
        var countsChanges = false
        while true {
            if arguments.matches(first, "NX") {
                onlyNew = true
            } else if arguments.matches(first, "XX") {
                onlyOld = true
            } else if arguments.matches(first, "CH") {
                countsChanges = true
            } else {
                break
            }
            first += 1
        }
        let count = arguments.count - first
        guard count > 0, count % 3 == 0, !(onlyNew && onlyOld) else { throw .syntax }
        var scores: [Double] = []
        for index in stride(from: first, to: arguments.count, by: 3) {
            scores.append(try GeoArguments.position(arguments, at: index, context.profile).score)
        }
        let (added, changed) = try context.changeOrCreate(SortedSetValue.self, at: arguments[1]) {
            (set) throws(CommandError) in
            var (added, changed) = (0, 0)
            for (item, score) in scores.enumerated() {
                let member = arguments[first + item * 3 + 2]
                if let old = set.score(of: member) {
                    guard !onlyNew, old != score else { continue }
                    changed += 1
                } else {
                    guard !onlyOld else { continue }
                    added += 1
                }
                set.set(member, to: score)
            }
            return (added, changed)
        }
        if added + changed == 0 { context.effects.tellNothing() }
        return .count(countsChanges ? added + changed : added)
    }
}

/// A position among the arguments.
struct GeoPosition {
    let longitude: Double
    let latitude: Double
    let score: Double
}

/// The arguments that the commands on positions share.
enum GeoArguments {
    /// Longitude and latitude at `index` and behind it.
    static func position(
        _ arguments: borrowing Arguments,
        at index: Int,
        _ profile: ServerProfile
    ) throws(CommandError) -> GeoPosition {
        guard index + 1 < arguments.count else { throw .syntax }
        let longitude = try arguments.double(index, for: profile)
        let latitude = try arguments.double(index + 1, for: profile)
        guard let bits = Geohash.encode(longitude: longitude, latitude: latitude) else {
            let place = "\(decimals(of: longitude)),\(decimals(of: latitude))"
            throw CommandError(.error, saying: "invalid longitude,latitude pair \(place)")
        }
        return GeoPosition(longitude: longitude, latitude: latitude, score: Double(bits))
    }

    /// The metres in the unit at `index`.
    static func unit(
        _ arguments: borrowing Arguments,
        at index: Int
    ) throws(CommandError) -> Double {
        if arguments.matches(index, "M") { return 1 }
        if arguments.matches(index, "KM") { return 1000 }
        if arguments.matches(index, "FT") { return 0.3048 }
        if arguments.matches(index, "MI") { return 1609.34 }
        throw CommandError("unsupported unit provided. please use M, KM, FT, MI")
    }

    /// A radius and its unit behind it, as metres and the metres in the unit.
    static func radius(
        _ arguments: borrowing Arguments,
        at index: Int
    ) throws(CommandError) -> (metres: Double, unit: Double) {
        guard index + 1 < arguments.count else { throw .syntax }
        guard let radius = try? arguments.double(index) else {
            throw CommandError("need numeric radius")
        }
        guard radius >= 0 else { throw CommandError("radius cannot be negative") }
        let unit = try unit(arguments, at: index + 1)
        return (radius * unit, unit)
    }

    /// Width, height and the unit behind them, in metres.
    static func box(
        _ arguments: borrowing Arguments,
        at index: Int
    ) throws(CommandError) -> (width: Double, height: Double, unit: Double) {
        guard index + 2 < arguments.count else { throw .syntax }
        guard let width = try? arguments.double(index) else {
            throw CommandError("need numeric width")
        }
        guard let height = try? arguments.double(index + 1) else {
            throw CommandError("need numeric height")
        }
        guard width >= 0, height >= 0 else {
            throw CommandError("height or width cannot be negative")
        }
        let unit = try unit(arguments, at: index + 2)
        return (width * unit, height * unit, unit)
    }

    /// A number with six digits behind the point.
    private static func decimals(of value: Double) -> String {
        let scaled = (value * 1_000_000).rounded(.toNearestOrEven)
        guard let number = Int64(exactly: scaled) else { return "\(value)" }
        let digits = String(number.magnitude % 1_000_000 + 1_000_000).dropFirst()
        return "\(number < 0 ? "-" : "")\(number.magnitude / 1_000_000).\(digits)"
    }
}
