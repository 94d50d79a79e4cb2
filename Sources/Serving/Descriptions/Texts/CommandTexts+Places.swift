extension CommandTexts {
    /// What is known of the commands on places.
    static let places = """
        GEOADD 3.2.0 | write denyoom | RW update | O(M log N), M: places added, N: members
          Adds places with their coordinates.
          : key [condition:(NX|XX)] [change:CH] longitude_latitude_member:{longitude latitude
            member}...
        GEODIST 3.2.0 | readonly | RO access | O(log N), N: members
          Answers the distance between two places.
          : key member1 member2 [unit:(M|KM|FT|MI)]
        GEOHASH 3.2.0 | readonly | RO access | O(M log N), M: places asked for, N: members
          Answers places as geohash texts.
          : key member...
        GEOPOS 3.2.0 | readonly | RO access | O(N), N: places asked for
          Answers the coordinates of places.
          : key member...
        GEORADIUS 3.2.0 | write denyoom | RO access; OW update; OW update | O(N + log M), N:
            places near, M: members
          Finds places around a point, and keeps them if asked to.
          ~ 6.2.0 GEOSEARCH and GEOSEARCHSTORE with BYRADIUS
          : key longitude latitude radius unit:(M|KM|FT|MI) [WITHCOORD] [WITHDIST] [WITHHASH]
            [count:{COUNT=count [ANY]}] [order:(ASC|DESC)] [STORE=key] [STOREDIST=key]
        GEORADIUSBYMEMBER 3.2.0 | write denyoom | RO access; OW update; OW update | O(N + log M),
            N: places near, M: members
          Finds places around another one, and keeps them if asked to.
          ~ 6.2.0 GEOSEARCH and GEOSEARCHSTORE with BYRADIUS and FROMMEMBER
          : key member radius unit:(M|KM|FT|MI) [WITHCOORD] [WITHDIST] [WITHHASH]
            [count:{COUNT=count [ANY]}] [order:(ASC|DESC)] [STORE=key] [STOREDIST=key]
        GEORADIUSBYMEMBER_RO 3.2.10 | readonly | RO access | O(N + log M), N: places near, M:
            members
          Finds places around another one.
          ~ 6.2.0 GEOSEARCH with BYRADIUS and FROMMEMBER
          : key member radius unit:(M|KM|FT|MI) [WITHCOORD] [WITHDIST] [WITHHASH]
            [count:{COUNT=count [ANY]}] [order:(ASC|DESC)]
        GEORADIUS_RO 3.2.10 | readonly | RO access | O(N + log M), N: places near, M: members
          Finds places around a point.
          ~ 6.2.0 GEOSEARCH with BYRADIUS
          : key longitude latitude radius unit:(M|KM|FT|MI) [WITHCOORD] [WITHDIST] [WITHHASH]
            [count:{COUNT=count [ANY]}] [order:(ASC|DESC)]
        GEOSEARCH 6.2.0 | readonly | RO access | O(N + log M), N: places near, M: members
          Finds places inside a circle or a box.
          : key from:(FROMMEMBER=member|FROMLONLAT=longitude_latitude:{longitude latitude})
            by:(circle:{BYRADIUS=radius unit:(M|KM|FT|MI)}|box:{BYBOX=width height
            unit:(M|KM|FT|MI)}) [order:(ASC|DESC)] [count:{COUNT=count [ANY]}] [WITHCOORD]
            [WITHDIST] [WITHHASH]
        GEOSEARCHSTORE 6.2.0 | write denyoom | OW update; RO access | O(N + log M), N: places
            near, M: members
          Finds places inside a circle or a box, and keeps them.
          : destination source from:(FROMMEMBER=member|FROMLONLAT=longitude_latitude:{longitude
            latitude}) by:(circle:{BYRADIUS=radius unit:(M|KM|FT|MI)}|box:{BYBOX=width height
            unit:(M|KM|FT|MI)}) [order:(ASC|DESC)] [count:{COUNT=count [ANY]}] [STOREDIST]
        """
}
