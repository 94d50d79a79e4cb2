import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtValues

/// Searches whose result is stored: a sorted set of geohashes or of distances.
enum GeoStoring {
    private struct Target {
        var destination: ByteString?
        var storesDistance = false
    }

    /// `GEORADIUS key longitude latitude radius unit [options]`.
    static func radius(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var query = GeoQuery()
        let place = try GeoArguments.position(arguments, at: 2, context.profile)
        query.centre = .position(longitude: place.longitude, latitude: place.latitude)
        return try radius(&context, arguments, &query, radiusAt: 4)
    }

    /// `GEORADIUSBYMEMBER key member radius unit [options]`.
    static func radiusByMember(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var query = GeoQuery()
        query.centre = .member(arguments.bytes(2))
        return try radius(&context, arguments, &query, radiusAt: 3)
    }

    private static func radius(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ query: inout GeoQuery,
        radiusAt: Int
    ) throws(CommandError) -> Reply {
        // Around a member of no key servers do not look at the radius, and empty the destination.
        if case .member = query.centre, !context.exists(arguments[1]) {
            query.shape = .circle(radius: 0)
        } else {
            query.unit = try GeoArguments.unit(arguments, at: radiusAt + 1)
            let length = try GeoArguments.length(arguments, at: radiusAt)
            query.shape = .circle(radius: length * query.unit)
        }
        var target = Target()
        var index = radiusAt + 2
        while index < arguments.count {
            if arguments.matches(index, "STORE") || arguments.matches(index, "STOREDIST") {
                target.storesDistance = arguments.matches(index, "STOREDIST")
                index = try arguments.value(after: index)
                target.destination = arguments.bytes(index)
            } else {
                try parseOption(&query, arguments, &index)
            }
            index += 1
        }
        return try search(&context, arguments[1], query, target)
    }

    /// `GEORADIUS_RO` and `GEORADIUSBYMEMBER_RO`: without a way to store.
    static func radiusReading(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        byMember: Bool
    ) throws(CommandError) -> Reply {
        for index in (byMember ? 5 : 6)..<arguments.count
        where arguments.matches(index, "STORE") || arguments.matches(index, "STOREDIST") {
            throw .syntax
        }
        return byMember
            ? try radiusByMember(&context, arguments) : try radius(&context, arguments)
    }

    /// `GEOSEARCH key FROM… BY… [options]`.
    static func searchReading(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var query = GeoQuery()
        var index = 2
        while index < arguments.count {
            if try !parseArea(&query, arguments, &index, context.profile) {
                try parseOption(&query, arguments, &index)
            }
            index += 1
        }
        return try search(&context, arguments[1], query, Target())
    }

    /// `GEOSEARCHSTORE destination source FROM… BY… [options]`.
    static func searchStore(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var query = GeoQuery()
        var target = Target(destination: arguments.bytes(1))
        var index = 3
        while index < arguments.count {
            if arguments.matches(index, "STOREDIST") {
                target.storesDistance = true
            } else if try !parseArea(&query, arguments, &index, context.profile) {
                try parseOption(&query, arguments, &index)
            }
            index += 1
        }
        return try search(&context, arguments[2], query, target)
    }

    /// Takes `FROMMEMBER`, `FROMLONLAT`, `BYRADIUS` or `BYBOX`, each at most once of its kind.
    private static func parseArea(
        _ query: inout GeoQuery,
        _ arguments: borrowing Arguments,
        _ index: inout Int,
        _ profile: ServerProfile
    ) throws(CommandError) -> Bool {
        if arguments.matches(index, "FROMMEMBER"), query.centre == nil {
            index = try arguments.value(after: index)
            query.centre = .member(arguments.bytes(index))
        } else if arguments.matches(index, "FROMLONLAT"), query.centre == nil {
            let place = try GeoArguments.position(arguments, at: index + 1, profile)
            query.centre = .position(longitude: place.longitude, latitude: place.latitude)
            index += 2
        } else if arguments.matches(index, "BYRADIUS"), query.shape == nil {
            query.unit = try GeoArguments.unit(arguments, at: index + 2)
            let radius = try GeoArguments.length(arguments, at: index + 1)
            query.shape = .circle(radius: radius * query.unit)
            index += 2
        } else if arguments.matches(index, "BYBOX"), query.shape == nil {
            query.unit = try GeoArguments.unit(arguments, at: index + 3)
            let width = try GeoArguments.length(arguments, at: index + 1) * query.unit
            let height = try GeoArguments.length(arguments, at: index + 2) * query.unit
            query.shape = .box(width: width, height: height)
            index += 3
        } else {
            return false
        }
        return true
    }

    private static func parseOption(
        _ query: inout GeoQuery,
        _ arguments: borrowing Arguments,
        _ index: inout Int
    ) throws(CommandError) {
        if arguments.matches(index, "WITHDIST") {
            query.details.insert(.distance)
        } else if arguments.matches(index, "WITHHASH") {
            query.details.insert(.hash)
        } else if arguments.matches(index, "WITHCOORD") {
            query.details.insert(.position)
        } else if arguments.matches(index, "ASC") {
            query.order = .ascending
        } else if arguments.matches(index, "DESC") {
            query.order = .descending
        } else if arguments.matches(index, "ANY") {
            query.takesAny = true
        } else if arguments.matches(index, "COUNT") {
            index = try arguments.value(after: index)
            query.countMax = Int(try arguments.integer(index, in: 1...Int64.max))
        } else if arguments.matches(index, "BYPOLYGON") {
            throw CommandError(.unreproducible, "searches in polygons are not known here")
        } else {
            throw .syntax
        }
    }

    private static func search(
        _ context: inout CommandContext,
        _ source: RawSpan,
        _ query: GeoQuery,
        _ target: Target
    ) throws(CommandError) -> Reply {
        guard query.shape != nil, query.centre != nil else { throw .syntax }
        guard target.destination == nil || query.details.isEmpty else { throw .syntax }
        guard !query.takesAny || query.countMax != nil else { throw .syntax }
        var query = query
        query.shortensMeridians = context.profile.isAtLeast(redis: 7, 0)
        let found = try context.change(SortedSetValue.self, at: source) {
            (set) throws(CommandError) in try query.matches(in: &set)
        }
        let matches = found ?? []
        guard let destination = target.destination else {
            return .array(matches.map { GeoReading.reply($0, query) })
        }
        var scores = ByteTable<Double>()
        for match in matches {
            let score = target.storesDistance ? match.metres / query.unit : match.score
            scores.set(match.member, to: score)
        }
        // Servers gather the result in a skip list and make it compact at the end.
        context.store(destination.bytes, SortedSetValue(scores, for: context.profile))
        return .count(matches.count)
    }
}
