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
        try radius(&context, arguments, mayStore: true)
    }

    private static func radius(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        mayStore: Bool
    ) throws(CommandError) -> Reply {
        try context.expect(.sortedSet, at: arguments[1])
        var query = GeoQuery()
        let place = try GeoArguments.position(arguments, at: 2, context.profile)
        query.centre = .position(longitude: place.longitude, latitude: place.latitude)
        let circle = try GeoArguments.radius(arguments, at: 4)
        query.shape = .circle(radius: circle.metres)
        query.unit = circle.unit
        return try search(&context, arguments, &query, from: 6, mayStore: mayStore)
    }

    /// `GEORADIUSBYMEMBER key member radius unit [options]`.
    static func radiusByMember(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try radiusByMember(&context, arguments, mayStore: true)
    }

    private static func radiusByMember(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        mayStore: Bool
    ) throws(CommandError) -> Reply {
        var query = GeoQuery()
        query.centre = .member(arguments.bytes(2))
        // Around a member of no key servers do not look at the radius, and empty the destination.
        query.shape = .circle(radius: 0)
        if try context.expect(.sortedSet, at: arguments[1]) {
            try checkMember(arguments, 2, of: arguments[1], &context)
            let circle = try GeoArguments.radius(arguments, at: 3)
            query.shape = .circle(radius: circle.metres)
            query.unit = circle.unit
        }
        return try search(&context, arguments, &query, from: 5, mayStore: mayStore)
    }

    private static func search(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ query: inout GeoQuery,
        from first: Int,
        mayStore: Bool
    ) throws(CommandError) -> Reply {
        var target = Target()
        var index = first
        while index < arguments.count {
            if mayStore, arguments.matches(index, "STORE") || arguments.matches(index, "STOREDIST")
            {
                target.storesDistance = arguments.matches(index, "STOREDIST")
                index = try arguments.value(after: index)
                target.destination = arguments.bytes(index)
            } else {
                try parseOption(&query, arguments, &index)
            }
            index += 1
        }
        return try search(&context, arguments[1], query, target, "STORE option in GEORADIUS")
    }

    /// Whether a member can be the centre of a search.
    private static func checkMember(
        _ arguments: borrowing Arguments,
        _ index: Int,
        of key: RawSpan,
        _ context: inout CommandContext
    ) throws(CommandError) {
        let set = try context.value(SortedSetValue.self, at: key)
        guard set == nil || set?.score(of: arguments[index]) != nil else {
            throw GeoQuery.unknownMember
        }
    }

    /// `GEORADIUS_RO` and `GEORADIUSBYMEMBER_RO`: without a way to store.
    static func radiusReading(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        byMember: Bool
    ) throws(CommandError) -> Reply {
        byMember
            ? try radiusByMember(&context, arguments, mayStore: false)
            : try radius(&context, arguments, mayStore: false)
    }

    /// `GEOSEARCH key FROM… BY… [options]`.
    static func searchReading(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try search(&context, arguments, sourceAt: 1, Target())
    }

    /// `GEOSEARCHSTORE destination source FROM… BY… [options]`.
    static func searchStore(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try search(&context, arguments, sourceAt: 2, Target(destination: arguments.bytes(1)))
    }

    private static func search(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        sourceAt source: Int,
        _ start: Target
    ) throws(CommandError) -> Reply {
        var query = GeoQuery()
        var target = start
        var index = source + 1
        try context.expect(.sortedSet, at: arguments[source])
        while index < arguments.count {
            if target.destination != nil, arguments.matches(index, "STOREDIST") {
                target.storesDistance = true
            } else if try !parseArea(&query, arguments, &index, &context, arguments[source]) {
                try parseOption(&query, arguments, &index)
            }
            index += 1
        }
        let name = String(decoding: arguments[0].array, as: UTF8.self)
        let storing = target.destination == nil ? name : "GEOSEARCHSTORE"
        if target.destination == nil || query.details.isEmpty {
            try checkArea(query, name)
        }
        return try search(&context, arguments[source], query, target, storing)
    }

    private static func checkArea(
        _ query: GeoQuery,
        _ name: String
    ) throws(CommandError) {
        guard query.centre != nil else {
            throw CommandError(
                .error,
                saying: "exactly one of FROMMEMBER or FROMLONLAT can be specified for \(name)"
            )
        }
        guard query.shape != nil else {
            throw CommandError(
                .error,
                saying: "exactly one of BYRADIUS and BYBOX can be specified for \(name)"
            )
        }
    }

    /// Takes `FROMMEMBER`, `FROMLONLAT`, `BYRADIUS` or `BYBOX`, each at most once of its kind.
    private static func parseArea(
        _ query: inout GeoQuery,
        _ arguments: borrowing Arguments,
        _ index: inout Int,
        _ context: inout CommandContext,
        _ source: RawSpan
    ) throws(CommandError) -> Bool {
        if arguments.matches(index, "FROMMEMBER"), query.centre == nil {
            index = try arguments.value(after: index)
            try checkMember(arguments, index, of: source, &context)
            query.centre = .member(arguments.bytes(index))
        } else if arguments.matches(index, "FROMLONLAT"), query.centre == nil {
            let place = try GeoArguments.position(arguments, at: index + 1, context.profile)
            query.centre = .position(longitude: place.longitude, latitude: place.latitude)
            index += 2
        } else if arguments.matches(index, "BYRADIUS"), query.shape == nil {
            let circle = try GeoArguments.radius(arguments, at: index + 1)
            query.unit = circle.unit
            query.shape = .circle(radius: circle.metres)
            index += 2
        } else if arguments.matches(index, "BYBOX"), query.shape == nil {
            let box = try GeoArguments.box(arguments, at: index + 1)
            query.unit = box.unit
            query.shape = .box(width: box.width, height: box.height)
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
            let most = try arguments.integer(index)
            guard most > 0 else { throw CommandError("COUNT must be > 0") }
            query.countMax = Int(most)
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
        _ target: Target,
        _ storing: String
    ) throws(CommandError) -> Reply {
        guard target.destination == nil || query.details.isEmpty else {
            throw CommandError(
                .error,
                saying: "\(storing) is not compatible with WITHDIST, WITHHASH and WITHCOORD options"
            )
        }
        guard !query.takesAny || query.countMax != nil else {
            throw CommandError("the ANY argument requires COUNT argument")
        }
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
