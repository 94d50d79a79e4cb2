import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

@Suite("Geo commands")
struct GeoCommandTests {
    private let data = Replayed()

    init() throws {
        try data.run("GEOADD k 13.361389 38.115556 Palermo 15.087269 37.502669 Catania")
    }

    @Test("a stored result becomes compact at its end only, so that −0 may stay")
    func negativeZero() throws {
        let data = Replayed(ServerProfile(.redis, 7, 0))
        let long = String(repeating: "x", count: 65)
        try data.run("ZADD s 1 \(long)")
        try data.run("ZADD s -0.0 a")
        try data.run("GEOSEARCHSTORE d s FROMMEMBER a BYRADIUS 20000 km")
        let stored = try data.context.value(SortedSetValue.self, at: ByteString("d").bytes)
        #expect(stored?.score(of: ByteString("a").bytes)?.sign == .minus)
    }

    @Test("a position is a score")
    func adding() throws {
        let scores = "Palermo:3479099956230698.0 Catania:3479447370796909.0"
        #expect(try data.sortedSet("k") == scores)
        #expect(try data.run("GEOADD k NX CH 1 1 Palermo 2 2 new") == .integer(1))
        #expect(try data.run("GEOADD k XX CH 1 1 Palermo 3 3 other") == .integer(1))
        #expect(try data.sortedSet("k")?.split(separator: " ").count == 3)
        for line in [
            "GEOADD k NX XX 1 1 m", "GEOADD k 1 1", "GEOADD k 181 0 m", "GEOADD k 0 86 m",
            "GEOADD k 1 1 m 2", "GEOADD k NX CH 5",
        ] {
            #expect(data.refuses(line))
        }
    }

    @Test("the upper limits of both coordinates have bits of their own")
    func limits() throws {
        try data.run("GEOADD edge 180 85.05112878 m")
        #expect(try data.sortedSet("edge") == "m:1.3510798882111488e+16")
    }

    @Test("a search stores the geohashes, or the distances in its unit")
    func storing() throws {
        #expect(
            try data.run("GEOSEARCHSTORE d k FROMLONLAT 15 37 BYRADIUS 200 km ASC") == .integer(2)
        )
        #expect(try data.sortedSet("d") == data.sortedSet("k"))
        try data.run("GEORADIUS k 15 37 200 km STOREDIST e")
        #expect(try data.sortedSet("e") == "Catania:56.4412578701582 Palermo:190.44242984775784")
        try data.run("GEORADIUSBYMEMBER k Palermo 100 km STORE e")
        #expect(try data.sortedSet("e") == "Palermo:3479099956230698.0")
        try data.run(
            "GEOSEARCHSTORE e k FROMMEMBER Palermo BYBOX 400 400 km COUNT 1 DESC STOREDIST"
        )
        #expect(try data.sortedSet("e") == "Catania:166.27415156960032")
    }

    @Test("a count without an order takes the nearest, ANY the first of the cells")
    func counts() throws {
        try data.run("GEOADD k 14.9 37.9 near")
        let search = "GEOSEARCHSTORE d k FROMLONLAT 14.9 38 BYRADIUS 200 km"
        try data.run("\(search) COUNT 1")
        #expect(try data.sortedSet("d")?.hasPrefix("near:") == true)
        #expect(try data.run("\(search) COUNT 3 ANY") == .integer(3))
        // The cell of the centre comes before its neighbours, scores ascend within.
        try data.run("\(search) COUNT 1 ANY")
        #expect(try data.sortedSet("d") == "Palermo:3479099956230698.0")
    }

    @Test("a position at the very edge has a cell that only a search from the edge looks at")
    func edgeCells() throws {
        try data.run("GEOADD edge 180 10 at 179.99 10 beside -179.99 10 behind")
        let search = "BYRADIUS 20 km"
        #expect(try data.run("GEOSEARCHSTORE d edge FROMLONLAT 179.99 10 \(search)") == .integer(2))
        #expect(try data.sortedSet("d")?.contains("at:") == false)
        #expect(try data.run("GEOSEARCHSTORE d edge FROMLONLAT 180 10 \(search)") == .integer(2))
        #expect(try data.sortedSet("d")?.contains("behind:") == false)
    }

    @Test("before 7.0 distances along a meridian were rounded another way")
    func oldDistances() throws {
        let old = Replayed(ServerProfile(.redis, 6, 2))
        for replayed in [data, old] {
            try replayed.run("GEOADD m 0 85 a 0 -72.5571 b")
            try replayed.run("GEORADIUSBYMEMBER m b 20000 km STOREDIST d")
        }
        #expect(try data.sortedSet("d") != old.sortedSet("d"))
    }

    @Test("an empty result removes the destination")
    func emptyResult() throws {
        try data.run("SET d 1")
        #expect(try data.run("GEORADIUS none 1 1 5 km STORE d") == .integer(0))
        #expect(!data.exists("d"))
        try data.run("SET d 1")
        try data.run("GEOSEARCHSTORE d k FROMLONLAT 0 0 BYRADIUS 1 m")
        #expect(!data.exists("d"))
    }

    @Test("malformed searches change nothing")
    func refused() throws {
        try data.run("SET d 1")
        for line in [
            "GEORADIUS k 1 1 5 km STORE d WITHDIST", "GEORADIUS k 1 1 -5 km STORE d",
            "GEORADIUS k 1 1 5 miles STORE d", "GEORADIUSBYMEMBER k none 5 km STORE d",
            "GEOSEARCHSTORE d k FROMLONLAT 1 1 BYRADIUS 5 km COUNT 0",
            "GEOSEARCHSTORE d k FROMLONLAT 1 1 BYRADIUS 5 km ANY",
            "GEOSEARCHSTORE d k FROMLONLAT 1 1 FROMMEMBER a BYRADIUS 5 km",
            "GEOSEARCHSTORE d k BYRADIUS 5 km ASC ASC ASC",
            "GEOSEARCHSTORE d k FROMLONLAT 1 1 ASC ASC",
            "GEOSEARCHSTORE d d FROMLONLAT 1 1 BYRADIUS 5 km",
        ] {
            #expect(data.refuses(line), "\(line)")
        }
        #expect(try data.string("d") == "1")
    }
}
