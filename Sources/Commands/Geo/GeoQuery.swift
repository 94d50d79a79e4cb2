import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace

/// A search for positions around a centre.
struct GeoQuery {
    /// The area that is searched, in metres.
    enum Shape {
        case circle(radius: Double)
        case box(width: Double, height: Double)
    }

    /// The centre as the arguments give it.
    enum Centre {
        case position(longitude: Double, latitude: Double)
        case member(ByteString)
    }

    enum Order {
        case none
        case ascending
        case descending
    }

    /// What is told of each member besides its name.
    struct Details: OptionSet {
        let rawValue: Int
        static let distance = Details(rawValue: 1)
        static let hash = Details(rawValue: 2)
        static let position = Details(rawValue: 4)
    }

    /// A member that was found.
    struct Match {
        let member: ByteString
        let score: Double
        let metres: Double
    }

    var centre: Centre?
    var shape: Shape?
    /// Metres in the unit of the arguments.
    var unit = 1.0
    var order = Order.none
    var countMax: Int?
    /// Whether the first matches that are found will do.
    var takesAny = false
    /// What is told of each member.
    var details: Details = []
    /// Whether distances are computed as since Redis 7.0.
    var shortensMeridians = true

    /// The members of `set` in the area, in the order that is asked for.
    ///
    /// Only the cells that a server looks through are searched, in its order.
    func matches(in set: inout SortedSetValue) throws(CommandError) -> [Match] {
        guard let shape, let (longitude, latitude) = try centre(in: set) else { throw .syntax }
        let cells = Self.cells(of: shape, longitude: longitude, latitude: latitude)
        let members = set.ordered()
        var found: [Match] = []
        for scores in cells.ranges {
            let start = members.position { $0.score < scores.lowerBound }
            for member in members.from(start) {
                guard member.score < scores.upperBound else { break }
                let place = Geohash.decode(Geohash.bits(ofScore: member.score))
                guard Self.contains(shape, (longitude, latitude), place) else { continue }
                let metres = Geohash.distance(
                    longitude,
                    latitude,
                    place.longitude,
                    place.latitude,
                    shortensMeridians: shortensMeridians
                )
                found.append(Match(member: member.member, score: member.score, metres: metres))
                if takesAny, found.count == countMax { return sorted(found) }
            }
        }
        return sorted(found)
    }

    /// The member that is the centre is not in the set.
    static let unknownMember = CommandError("could not decode requested zset member")

    private func sorted(_ found: [Match]) -> [Match] {
        var found = found
        switch order {
        case .descending: found.sort { $0.metres > $1.metres }
        case .ascending: found.sort { $0.metres < $1.metres }
        // A count asks for the nearest.
        case .none: if countMax != nil, !takesAny { found.sort { $0.metres < $1.metres } }
        }
        return countMax.map { Array(found.prefix($0)) } ?? found
    }

    private static func cells(of shape: Shape, longitude: Double, latitude: Double) -> GeoCells {
        let (width, height, reach) =
            switch shape {
            case .circle(let radius): (radius, radius, radius)
            case .box(let width, let height):
                (
                    width / 2, height / 2,
                    (width / 2 * (width / 2) + height / 2 * (height / 2)).squareRoot()
                )
            }
        return GeoCells(
            longitude: longitude,
            latitude: latitude,
            width: width,
            height: height,
            reach: reach
        )
    }

    private func centre(
        in set: SortedSetValue
    ) throws(CommandError) -> (longitude: Double, latitude: Double)? {
        switch centre {
        case nil: return nil
        case .position(let longitude, let latitude): return (longitude, latitude)
        case .member(let member):
            guard let score = set.score(of: member.bytes) else { throw Self.unknownMember }
            return Geohash.decode(Geohash.bits(ofScore: score))
        }
    }

    private static func contains(
        _ shape: Shape,
        _ centre: (longitude: Double, latitude: Double),
        _ place: (longitude: Double, latitude: Double)
    ) -> Bool {
        switch shape {
        case .circle(let radius):
            Geohash.isWithinRadius(
                radius,
                ofLongitude: centre.longitude,
                latitude: centre.latitude,
                longitude: place.longitude,
                latitude: place.latitude
            )
        case .box(let width, let height):
            Geohash.isWithinBox(
                width: width,
                height: height,
                ofLongitude: centre.longitude,
                latitude: centre.latitude,
                longitude: place.longitude,
                latitude: place.latitude
            )
        }
    }
}
