import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtValues

/// Reading positions, which are members of sorted sets.
enum GeoReading {
    static let all: [Command] = [
        ReadingCommands.reading("GEOPOS", arity: -2, since: "3.2", positions),
        ReadingCommands.reading("GEOHASH", arity: -2, since: "3.2", hashes),
        ReadingCommands.reading("GEODIST", arity: -4, since: "3.2", distance),
        ReadingCommands.reading("GEOSEARCH", arity: -7, since: "6.2", GeoStoring.searchReading),
        ReadingCommands.reading("GEORADIUS_RO", arity: -6, since: "3.2.10") {
            (context, arguments) throws(CommandError) in
            try GeoStoring.radiusReading(&context, arguments, byMember: false)
        },
        ReadingCommands.reading("GEORADIUSBYMEMBER_RO", arity: -5, since: "3.2.10") {
            (context, arguments) throws(CommandError) in
            try GeoStoring.radiusReading(&context, arguments, byMember: true)
        },
    ]

    /// A member that a search found, with what was asked for besides.
    static func reply(_ match: GeoQuery.Match, _ query: GeoQuery) -> Reply {
        guard !query.details.isEmpty else { return .bulk(match.member) }
        var parts: [Reply] = [.bulk(match.member)]
        if query.details.contains(.distance) {
            parts.append(.bulk(text(ofDistance: match.metres / query.unit)))
        }
        if query.details.contains(.hash) {
            parts.append(.integer(Int64(truncatingIfNeeded: Geohash.bits(ofScore: match.score))))
        }
        if query.details.contains(.position) { parts.append(position(match.score)) }
        return .array(parts)
    }

    private static func positions(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let set = try context.value(SortedSetValue.self, at: arguments[1])
        return .array(
            (2..<arguments.count).map { index in
                set?.score(of: arguments[index]).map(position) ?? .nullArray
            }
        )
    }

    private static func position(_ score: Double) -> Reply {
        let place = Geohash.decode(Geohash.bits(ofScore: score))
        return .array([
            .number(ByteString(LongDouble.format(LongDouble.Number(place.longitude)))),
            .number(ByteString(LongDouble.format(LongDouble.Number(place.latitude)))),
        ])
    }

    private static func hashes(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let set = try context.value(SortedSetValue.self, at: arguments[1])
        return .array(
            (2..<arguments.count).map { index in
                set?.score(of: arguments[index]).map { .bulk(GeohashText.text(ofScore: $0)) }
                    ?? .null
            }
        )
    }

    private static func distance(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count <= 5 else { throw .syntax }
        let unit = arguments.count == 5 ? try GeoArguments.unit(arguments, at: 4) : 1
        let set = try context.value(SortedSetValue.self, at: arguments[1])
        guard let first = set?.score(of: arguments[2]), let second = set?.score(of: arguments[3])
        else { return .null }
        let here = Geohash.decode(Geohash.bits(ofScore: first))
        let there = Geohash.decode(Geohash.bits(ofScore: second))
        let metres = Geohash.distance(
            here.longitude,
            here.latitude,
            there.longitude,
            there.latitude,
            shortensMeridians: context.profile.isAtLeast(redis: 7, 0)
        )
        return .bulk(text(ofDistance: metres / unit))
    }

    /// A distance with four digits behind the point.
    static func text(ofDistance distance: Double) -> ByteString {
        let scaled = (LongDouble.Number(distance) * 10_000).rounded(.toNearestOrEven)
        guard let whole = Int64(exactly: scaled) else { return ByteString("\(distance)") }
        let digits = String(whole % 10_000 + 10_000).dropFirst()
        return ByteString("\(whole / 10_000).\(digits)")
    }
}

/// The geohash of the web: eleven letters for a position, over the whole globe.
enum GeohashText {
    private static let letters = Array("0123456789bcdefghjkmnpqrstuvwxyz".utf8)

    static func text(ofScore score: Double) -> ByteString {
        let place = Geohash.decode(Geohash.bits(ofScore: score))
        // The servers' own grid ends at the limits of the Mercator map; this one does not.
        let bits = Geohash.encode(
            longitude: place.longitude,
            latitude: place.latitude,
            latitudeMax: 90
        )
        var text: [UInt8] = []
        for index in 0..<10 {
            text.append(letters[Int(bits >> UInt64(52 - (index + 1) * 5) & 31)])
        }
        // Fifty bits are ten letters; servers fill the eleventh up.
        text.append(letters[0])
        return ByteString(text)
    }
}
