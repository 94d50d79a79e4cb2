import RedoubtCodecs
import Testing

/// The expected numbers were read from a Redis 7.0.15.
@Suite("Geohash")
struct GeohashTests {
    @Test(
        "a position becomes the score that servers store",
        arguments: [
            (13.361389, 38.115556, 3_479_099_956_230_698),
            (15.087269, 37.502669, 3_479_447_370_796_909),
            (-122.4194, 37.7749, 1_367_859_919_124_626),
            (0, 0, 3_377_699_720_527_872), (-180, -85.05112878, 0),
            (180, 85.05112878, 13_510_798_882_111_488),
        ] as [(Double, Double, UInt64)]
    )
    func encode(longitude: Double, latitude: Double, bits: UInt64) {
        #expect(Geohash.encode(longitude: longitude, latitude: latitude) == bits)
    }

    @Test("a score becomes the centre of its cell")
    func decode() {
        let palermo = Geohash.decode(3_479_099_956_230_698)
        #expect(palermo.longitude == 13.36138933897018433)
        #expect(palermo.latitude == 38.11555639549629859)
        let corner = Geohash.decode(13_510_798_882_111_488)
        #expect(corner.longitude == 180)
        #expect(corner.latitude == 85.05112878)
        let origin = Geohash.decode(0)
        #expect(origin.longitude == -179.99999731779098511)
        #expect(origin.latitude == -85.05112751263942528)
    }

    @Test(
        "positions outside the limits have none",
        arguments: [
            (180.1, 0), (-180.1, 0), (0, 85.06), (0, -85.06), (.nan, 0), (0, .infinity),
        ] as [(Double, Double)]
    )
    func outside(longitude: Double, latitude: Double) {
        #expect(Geohash.encode(longitude: longitude, latitude: latitude) == nil)
    }

    @Test("distances are those of GEODIST")
    func distance() {
        let palermo = Geohash.decode(3_479_099_956_230_698)
        let catania = Geohash.decode(3_479_447_370_796_909)
        let metres = Geohash.distance(
            palermo.longitude,
            palermo.latitude,
            catania.longitude,
            catania.latitude
        )
        #expect((metres * 10000).rounded() == 1_662_741_516)
        #expect(Geohash.distance(5, 10, 5, 20) == Geohash.latitudeDistance(10, 20))
        #expect(Geohash.distance(5, 10, 5, 10) == 0)
    }

    @Test("a radius includes its edge")
    func radius() {
        let metres = Geohash.distance(15, 37, 15.1, 37.2)
        for (radius, isWithin) in [(metres, true), (metres.nextDown, false)] {
            #expect(
                Geohash.isWithinRadius(
                    radius,
                    ofLongitude: 15,
                    latitude: 37,
                    longitude: 15.1,
                    latitude: 37.2
                ) == isWithin
            )
        }
    }

    @Test("a box is measured by its full sides")
    func box() {
        let height = Geohash.latitudeDistance(37, 37.2) * 2
        let width = Geohash.distance(15.1, 37.2, 15, 37.2) * 2
        let cases = [
            (width, height, true), (width.nextDown, height, false),
            (width, height.nextDown, false),
        ]
        for (width, height, isWithin) in cases {
            #expect(
                Geohash.isWithinBox(
                    width: width,
                    height: height,
                    ofLongitude: 15,
                    latitude: 37,
                    longitude: 15.1,
                    latitude: 37.2
                ) == isWithin
            )
        }
    }

    @Test(
        "any score has bits",
        arguments: [
            (0, 0), (3.9, 3), (-1, .max), (1e300, 0), (-1e300, 1 << 63), (.nan, 1 << 63),
            (0x1p63, 1 << 63), (.infinity, 0), (-.infinity, 1 << 63),
        ] as [(Double, UInt64)]
    )
    func scores(score: Double, bits: UInt64) {
        #expect(Geohash.bits(ofScore: score) == bits)
    }
}
