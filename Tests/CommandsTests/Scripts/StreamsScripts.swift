import Testing

@Suite("Each command on streams")
struct StreamsScripts {
    @Test("XADD: takes growing ids only, up to the 64-bit limits, and trims")
    func xadd() {
        check(
            """
            XADD x 5-1 a 1 -> "5-1"
            PEXPIREAT x 9999999999999 -> 1
            XADD x 5-1 a 2 -> ERR
            XADD x 5-* a 3 -> "5-2"
            XADD x 0-0 a 1 -> ERR
            XADD x 6 a 4 -> "6-0"
            = x -> stream 5-1[a 1] 5-2[a 3] 6-0[a 4] last=6-0 added=3 deleted=0-0 @9999999999999
            XADD x MAXLEN = 2 7-0 a 5 -> "7-0"
            XADD x MINID 7-0 8-0 a 6 -> "8-0"
            = x -> stream 7-0[a 5] 8-0[a 6] last=8-0 added=5 deleted=0-0 @9999999999999
            XADD none NOMKSTREAM 1-1 a 1 -> nil
            XADD x 9-0 a -> ERR
            XADD x MAXLEN -1 9-0 a 1 -> ERR
            XADD m 18446744073709551615-0 a 1 -> "18446744073709551615-0"
            XADD m 18446744073709551615-* a 1 -> "18446744073709551615-1"
            XSETID m 18446744073709551615-18446744073709551615 -> OK
            XADD m 18446744073709551615-* a 1 -> ERR
            XADD m * a 1 -> ERR
            XADD x x-1 a 1 -> ERR
            SET s v -> OK
            XADD s 1-1 a 1 -> WRONGTYPE
            """
        )
    }

    @Test("XTRIM: keeps a stream that becomes empty, with its expiry")
    func xtrim() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XADD x 3-1 a 1 -> "3-1"
            PEXPIREAT x 9999999999999 -> 1
            XTRIM x MINID 2-1 -> 1
            XTRIM x MAXLEN = 1 -> 1
            = x -> stream 3-1[a 1] last=3-1 added=3 deleted=0-0 @9999999999999
            XTRIM x MAXLEN 0 -> 1
            = x -> stream last=3-1 added=3 deleted=0-0 @9999999999999
            XTRIM none MAXLEN 0 -> 0
            XTRIM x MAXLEN -1 -> ERR
            XTRIM x MAXLEN 5 LIMIT 1 -> 0
            XTRIM x -> ERR
            SET s v -> OK
            XTRIM s MAXLEN 0 -> WRONGTYPE
            """
        )
    }

    @Test("XDEL: remembers the largest id that it deleted")
    func xdel() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XDEL x 1-1 9-9 -> 1
            = x -> stream 2-1[a 1] last=2-1 added=2 deleted=1-1
            XDEL x 2-1 -> 1
            = x -> stream last=2-1 added=2 deleted=2-1
            XDEL none 1-1 -> 0
            XDEL x y -> ERR
            SET s v -> OK
            XDEL s 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XDELEX: leaves or removes what groups hold of an entry")
    func xdelex() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XADD x 3-1 a 1 -> "3-1"
            XGROUP CREATE x g 0 -> OK
            XCLAIM x g c 0 1-1 2-1 FORCE JUSTID -> ["1-1" "2-1"]
            XDELEX x ACKED IDS 1 1-1 -> [2]
            XDELEX x KEEPREF IDS 2 1-1 9-9 -> [1 -1]
            XDELEX x DELREF IDS 1 2-1 -> [1]
            = x -> stream 3-1[a 1] last=3-1 added=3 deleted=2-1 g(0-0,?:1-1>c)
            XDELEX none IDS 1 1-1 -> [-1]
            XDELEX x IDS 2 1-1 -> ERR
            XDELEX x IDS 0 1-1 -> ERR
            SET s v -> OK
            XDELEX s IDS 1 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XACKDEL: acknowledges and deletes")
    func xackdel() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XGROUP CREATE x g 0 -> OK
            XGROUP CREATE x h 0 -> OK
            XCLAIM x g c 0 1-1 2-1 FORCE JUSTID -> ["1-1" "2-1"]
            XCLAIM x h c 0 1-1 FORCE JUSTID -> ["1-1"]
            XACKDEL x g ACKED IDS 1 1-1 -> [2]
            XACKDEL x g DELREF IDS 2 2-1 1-1 -> [1 -1]
            XACKDEL none g IDS 1 1-1 -> [-1]
            XACKDEL x g IDS 1 -> ERR
            SET s v -> OK
            XACKDEL s g IDS 1 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XSETID: refuses an id below the last entry and counts below the length")
    func xsetid() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XSETID x 1-1 -> ERR
            XSETID x 9-9 -> OK
            XSETID x 9-9 ENTRIESADDED 7 MAXDELETEDID 3-3 -> OK
            = x -> stream 1-1[a 1] 2-1[a 1] last=9-9 added=7 deleted=3-3
            XSETID x 9-9 ENTRIESADDED 1 MAXDELETEDID 3-3 -> ERR
            XSETID x 3-1 ENTRIESADDED 7 MAXDELETEDID 4-0 -> ERR
            XSETID x 9-9 ENTRIESADDED -1 -> ERR
            XSETID none 1-1 -> ERR
            SET s v -> OK
            XSETID s 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XCFGSET: sets how long and how many producers' ids are remembered")
    func xcfgset() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XCFGSET x IDMP-DURATION 10 IDMP-MAXSIZE 5 -> OK
            XCFGSET x IDMP-DURATION y IDMP-MAXSIZE 5 -> ERR
            XCFGSET none IDMP-DURATION 10 IDMP-MAXSIZE 5 -> ERR
            SET s v -> OK
            XCFGSET s IDMP-DURATION 10 IDMP-MAXSIZE 5 -> WRONGTYPE
            """
        )
    }

    @Test("XIDMPRECORD: remembers the id of a producer")
    func xidmprecord() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XIDMPRECORD x p i 1-1 -> OK
            XIDMPRECORD x p i y -> ERR
            SET s v -> OK
            XIDMPRECORD s p i 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XGROUP: creates, moves and destroys groups and consumers")
    func xgroup() {
        check(
            """
            XGROUP CREATE none g 0 -> ERR
            XGROUP CREATE x g 0 MKSTREAM -> OK
            XADD x 1-1 a 1 -> "1-1"
            XGROUP CREATE x g 0 -> BUSYGROUP
            XGROUP CREATE x h $ ENTRIESREAD 1 -> OK
            XGROUP CREATECONSUMER x g c -> 1
            XGROUP CREATECONSUMER x g c -> 0
            = x -> stream 1-1[a 1] last=1-1 added=1 deleted=0-0 g(0-0,?:c) h(1-1,1:)
            XGROUP SETID x g 1-1 -> OK
            XGROUP SETID x none 1-1 -> NOGROUP
            XGROUP DELCONSUMER x g c -> 0
            XGROUP DELCONSUMER x g c -> 0
            XGROUP DESTROY x h -> 1
            XGROUP DESTROY x h -> 0
            = x -> stream 1-1[a 1] last=1-1 added=1 deleted=0-0 g(1-1,?:)
            XGROUP CREATE x i 0 ENTRIESREAD -2 -> ERR
            XGROUP NOPE x g -> ERR
            SET s v -> OK
            XGROUP CREATE s g 0 -> WRONGTYPE
            """
        )
    }

    @Test("XACK: takes entries off the list of whoever owns them")
    func xack() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XGROUP CREATE x g 0 -> OK
            XCLAIM x g c 0 1-1 FORCE JUSTID -> ["1-1"]
            XACK x g 1-1 9-9 -> 1
            = x -> stream 1-1[a 1] last=1-1 added=1 deleted=0-0 g(0-0,?:c)
            XACK x g 1-1 -> 0
            XACK x none 1-1 -> 0
            XACK none g 1-1 -> 0
            XACK x g y -> ERR
            SET s v -> OK
            XACK s g 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XREADGROUP: delivers what is new, shows again what is pending, notes the last id")
    func xreadgroup() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 b 2 -> "2-1"
            XGROUP CREATE x g 0 -> OK
            XREADGROUP GROUP g c COUNT 1 STREAMS x > -> [["x" [["1-1" ["a" "1"]]]]]
            = x -> stream 1-1[a 1] 2-1[b 2] last=2-1 added=2 deleted=0-0 g(1-1,1:1-1>c)
            XREADGROUP GROUP g d NOACK STREAMS x > -> [["x" [["2-1" ["b" "2"]]]]]
            = x -> stream 1-1[a 1] 2-1[b 2] last=2-1 added=2 deleted=0-0 g(2-1,2:1-1>c d)
            XREADGROUP GROUP g d STREAMS x > -> nil
            XREADGROUP GROUP g c STREAMS x 0 -> [["x" [["1-1" ["a" "1"]]]]]
            XREADGROUP GROUP g c STREAMS x 1-1 -> [["x" []]]
            XDEL x 1-1 -> 1
            XREADGROUP GROUP g c STREAMS x 0 -> [["x" [["1-1" nil]]]]
            XREADGROUP GROUP none c STREAMS x > -> NOGROUP
            XREADGROUP GROUP g c STREAMS none > -> NOGROUP
            XREADGROUP GROUP g c STREAMS x y > -> ERR
            XREADGROUP GROUP g c STREAMS x y -> ERR
            SET s v -> OK
            XREADGROUP GROUP g c STREAMS s > -> WRONGTYPE
            """
        )
    }

    @Test("XCLAIM: passes entries on, drops those that are gone from the stream")
    func xclaim() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XGROUP CREATE x g 0 -> OK
            XCLAIM x g c 0 1-1 JUSTID -> []
            XCLAIM x g c 0 1-1 2-1 TIME 500 RETRYCOUNT 7 FORCE JUSTID LASTID 2-1 -> ["1-1" "2-1"]
            = x -> stream 1-1[a 1] 2-1[a 1] last=2-1 added=2 deleted=0-0 g(2-1,?:1-1>c 2-1>c)
            XCLAIM x g d 0 1-1 JUSTID -> ["1-1"]
            XDEL x 2-1 -> 1
            XCLAIM x g d 0 2-1 JUSTID -> []
            = x -> stream 1-1[a 1] last=2-1 added=2 deleted=2-1 g(2-1,?:1-1>d c)
            XCLAIM x none c 0 1-1 JUSTID -> NOGROUP
            XCLAIM x g c 0 y JUSTID -> ERR
            XCLAIM x g c z 1-1 JUSTID -> ERR
            SET s v -> OK
            XCLAIM s g c 0 1-1 -> WRONGTYPE
            """
        )
    }

    @Test("XAUTOCLAIM: claims from an id on, at least one entry at a time")
    func xautoclaim() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XGROUP CREATE x g 0 -> OK
            XCLAIM x g c 0 1-1 2-1 TIME 5 FORCE JUSTID -> ["1-1" "2-1"]
            XAUTOCLAIM x g d 0 1-1 COUNT 1 JUSTID -> ["2-1" ["1-1"] []]
            = x -> stream 1-1[a 1] 2-1[a 1] last=2-1 added=2 deleted=0-0 g(0-0,?:1-1>d 2-1>c)
            XAUTOCLAIM x g d 0 0 COUNT 0 -> ERR
            XAUTOCLAIM x none d 0 0 -> NOGROUP
            SET s v -> OK
            XAUTOCLAIM s g c 0 0 -> WRONGTYPE
            """
        )
    }

    @Test("XNACK: hands pending entries back to the group")
    func xnack() {
        check(
            """
            XADD x 1-1 a 1 -> "1-1"
            XADD x 2-1 a 1 -> "2-1"
            XGROUP CREATE x g 0 -> OK
            XCLAIM x g c 0 1-1 FORCE JUSTID -> ["1-1"]
            XNACK x g FAIL IDS 2 1-1 2-1 -> 1
            XNACK x g FATAL IDS 1 2-1 FORCE -> 1
            = x -> stream 1-1[a 1] 2-1[a 1] last=2-1 added=2 deleted=0-0 g(0-0,?:1-1>- 2-1>- c)
            XNACK x none FAIL IDS 1 1-1 -> NOGROUP
            XNACK x g NOPE IDS 1 1-1 -> ERR
            XNACK x g FAIL IDS 1 1-1 RETRYCOUNT -1 -> ERR
            SET s v -> OK
            XNACK s g FAIL IDS 1 1-1 -> WRONGTYPE
            """
        )
    }
}
