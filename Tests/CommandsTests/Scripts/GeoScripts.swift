import Testing

@Suite("Each command on places")
struct GeoScripts {
    @Test("GEOADD: adds places, refuses those outside the limits and NaN")
    func geoadd() {
        check(
            """
            GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania -> 2
            = g -> zset Palermo:3479099956230698.0 Catania:3479447370796909.0
            GEOADD g NX CH 1 1 Palermo -> 0
            GEOADD g XX CH 13.5 38 Palermo 2 2 none -> 1
            = g -> zset Palermo:3479097324432493.0 Catania:3479447370796909.0
            GEOADD g 181 0 a -> ERR
            GEOADD g 0 85.06 a -> ERR
            GEOADD g nan 0 a -> ERR
            GEOADD g x 0 a -> ERR
            GEOADD g 1 2 a 3 -> ERR
            GEOADD g NX XX 1 1 a -> ERR
            SET s v -> OK
            GEOADD s 1 1 a -> WRONGTYPE
            """
        )
    }

    @Test("GEOSEARCHSTORE: stores cells or distances, and removes the destination for nothing")
    func geosearchstore() {
        check(
            """
            GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania -> 2
            GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km -> 2
            = d -> zset Palermo:3479099956230698.0 Catania:3479447370796909.0
            GEOSEARCHSTORE d g FROMMEMBER Palermo BYBOX 100 100 km ASC -> 1
            = d -> zset Palermo:3479099956230698.0
            GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 200 km COUNT 1 -> 1
            = d -> zset Catania:3479447370796909.0
            GEOSEARCHSTORE d g FROMLONLAT 0 0 BYRADIUS 1 m -> 0
            = d -> none
            GEOSEARCHSTORE d g FROMMEMBER none BYRADIUS 1 m -> ERR
            GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS -1 km -> ERR
            GEOSEARCHSTORE d g FROMLONLAT 15 37 BYRADIUS 1 league -> ERR
            GEOSEARCHSTORE d none FROMLONLAT 15 37 BYRADIUS 1 km -> 0
            SET s v -> OK
            GEOSEARCHSTORE d s FROMLONLAT 15 37 BYRADIUS 1 km -> WRONGTYPE
            """
        )
    }

    @Test("GEORADIUS: stores what is near")
    func georadius() {
        check(
            """
            GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania -> 2
            GEORADIUS g 15 37 200 km STORE d -> 2
            = d -> zset Palermo:3479099956230698.0 Catania:3479447370796909.0
            GEORADIUS g 15 37 100 km STORE d -> 1
            = d -> zset Catania:3479447370796909.0
            GEORADIUS g 0 0 1 m STORE d -> 0
            = d -> none
            GEORADIUS g 15 37 nan km STORE d -> ERR
            SET s v -> OK
            GEORADIUS s 15 37 1 km STORE d -> WRONGTYPE
            """
        )
    }

    @Test("GEORADIUSBYMEMBER: stores what is near a member")
    func georadiusbymember() {
        check(
            """
            GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania -> 2
            GEORADIUSBYMEMBER g Palermo 200 km STORE d -> 2
            = d -> zset Palermo:3479099956230698.0 Catania:3479447370796909.0
            GEORADIUSBYMEMBER g none 1 km STORE d -> ERR
            SET s v -> OK
            GEORADIUSBYMEMBER s a 1 km STORE d -> WRONGTYPE
            """
        )
    }
}
