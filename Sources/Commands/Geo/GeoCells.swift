#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import RedoubtCodecs

/// The cells of the geohash grid that a server looks through for an area.
///
/// A server picks a step whose cells are about as large as the area, and looks at the cell of the
/// centre and its eight neighbours; those that the area's bounding box does not reach are left
/// out. Members of other cells are never found, not even where the area would hold them: near
/// the poles, and in areas of continental size. The order of the cells is that of the results.
struct GeoCells {
    /// The scores of each cell, in the order in which a server looks at them.
    private(set) var ranges: [Range<Double>] = []

    private struct Box {
        var west: Double
        var south: Double
        var east: Double
        var north: Double
    }

    /// The cells around a centre for an area that reaches `width` and `height` metres to each side
    /// and `reach` metres at most.
    init(longitude: Double, latitude: Double, width: Double, height: Double, reach: Double) {
        guard let bits = Geohash.encode(longitude: longitude, latitude: latitude) else { return }
        var step = Self.step(forReach: reach, latitude: latitude)
        let bounds = Self.bounds(
            longitude: longitude,
            latitude: latitude,
            width: width,
            height: height
        )
        var cell = GridCell(holding: bits, step: step)
        if step > 1, Self.isTooFine(cell, for: bounds) {
            step -= 1
            cell = GridCell(holding: bits, step: step)
        }
        let area = Self.area(of: cell)
        var last: GridCell?
        for (east, north) in Self.directions {
            if step >= 2 {
                if north < 0, area.south < bounds.south { continue }
                if north > 0, area.north > bounds.north { continue }
                if east < 0, area.west < bounds.west { continue }
                if east > 0, area.east > bounds.east { continue }
            }
            let neighbour = cell.moved(east: east, north: north)
            // With large cells neighbours meet behind the globe.
            guard neighbour != last else { continue }
            last = neighbour
            ranges.append(neighbour.scores)
        }
    }

    /// The centre, north, south, east, west, then the corners.
    private static let directions: [(east: Int, north: Int)] = [
        (0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1),
    ]

    /// Half the circumference of the Mercator map in metres.
    private static let mercatorMax = 20_037_726.37

    private static func step(forReach reach: Double, latitude: Double) -> Int {
        guard reach > 0 else { return GridCell.stepMax }
        var step = 1
        var range = reach
        while range < mercatorMax {
            range *= 2
            step += 1
        }
        step -= 2
        // Towards the poles the cells get narrow.
        if abs(latitude) > 66 { step -= abs(latitude) > 80 ? 2 : 1 }
        return min(max(step, 1), GridCell.stepMax)
    }

    /// Whether the neighbours end within the bounding box; behind the globe's edge they do.
    private static func isTooFine(_ cell: GridCell, for bounds: Box) -> Bool {
        area(of: cell.moved(east: 0, north: 1)).north < bounds.north
            || area(of: cell.moved(east: 0, north: -1)).south > bounds.south
            || area(of: cell.moved(east: 1, north: 0)).east < bounds.east
            || area(of: cell.moved(east: -1, north: 0)).west > bounds.west
    }

    private static func bounds(
        longitude: Double,
        latitude: Double,
        width: Double,
        height: Double
    ) -> Box {
        let degrees = 180 / Double.pi
        let latitudeDelta = height / Geohash.earthRadius * degrees
        // Parallels shrink towards the poles: the one farther from the equator decides.
        let edge = latitude < 0 ? latitude - latitudeDelta : latitude + latitudeDelta
        let longitudeDelta = width / Geohash.earthRadius / cos(edge / degrees) * degrees
        return Box(
            west: longitude - longitudeDelta,
            south: latitude - latitudeDelta,
            east: longitude + longitudeDelta,
            north: latitude + latitudeDelta
        )
    }

    private static func area(of cell: GridCell) -> Box {
        let cells = Double(1 << cell.step)
        let (x, y) = cell.indexes
        func edge(_ index: UInt32, _ limit: Double, _ extra: Double) -> Double {
            -limit + ((Double(index) + extra) / cells) * (limit + limit)
        }
        return Box(
            west: edge(x, Geohash.longitudeMax, 0),
            south: edge(y, Geohash.latitudeMax, 0),
            east: edge(x, Geohash.longitudeMax, 1),
            north: edge(y, Geohash.latitudeMax, 1)
        )
    }
}

/// A cell of the geohash grid: the upper bits of the geohashes in it.
struct GridCell: Equatable {
    static let stepMax = 26

    let bits: UInt64
    /// Number of bits of each coordinate.
    let step: Int

    private static let latitudeBits: UInt64 = 0x5555_5555_5555_5555
    private static let longitudeBits: UInt64 = 0xAAAA_AAAA_AAAA_AAAA

    init(bits: UInt64, step: Int) {
        self.bits = bits
        self.step = step
    }

    /// The cell that a geohash lies in.
    init(holding geohash: UInt64, step: Int) {
        self.init(bits: geohash >> UInt64(2 * (Self.stepMax - step)), step: step)
    }

    /// The cell a step away in each direction, around the globe where need be.
    func moved(east: Int, north: Int) -> GridCell {
        guard east != 0 || north != 0 else { return self }
        let mask = UInt64.max >> UInt64(64 - 2 * step)
        var x = bits & Self.longitudeBits
        var y = bits & Self.latitudeBits
        // Filling the other coordinate's bits lets the carry run through.
        if east > 0 { x = x &+ ((Self.latitudeBits & mask) &+ 1) }
        if east < 0 { x = (x | Self.latitudeBits & mask) &- ((Self.latitudeBits & mask) &+ 1) }
        if east != 0 { x &= Self.longitudeBits & mask }
        if north > 0 { y = y &+ ((Self.longitudeBits & mask) &+ 1) }
        if north < 0 { y = (y | Self.longitudeBits & mask) &- ((Self.longitudeBits & mask) &+ 1) }
        if north != 0 { y &= Self.latitudeBits & mask }
        return GridCell(bits: x | y, step: step)
    }

    /// Longitude and latitude as numbers of cells.
    var indexes: (longitude: UInt32, latitude: UInt32) {
        (Self.gather(bits >> 1), Self.gather(bits))
    }

    /// The scores of the members in the cell.
    var scores: Range<Double> {
        let shift = UInt64(2 * (Self.stepMax - step))
        return Double(bits << shift)..<Double((bits &+ 1) << shift)
    }

    /// Moves bit 2*i* to bit *i* and drops the others.
    private static func gather(_ value: UInt64) -> UInt32 {
        var gathered: UInt32 = 0
        for index in 0..<32 where value >> UInt64(2 * index) & 1 != 0 {
            gathered |= 1 << UInt32(index)
        }
        return gathered
    }
}
