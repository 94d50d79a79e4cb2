import Testing

@Suite("Each command on hashes")
struct HashesScripts {
    @Test("HSET: takes pairs only, keeps the key's expiry")
    func hset() {
        check(
            """
            HSET h a 1 b 2 -> 2
            PEXPIREAT h 9999999999999 -> 1
            HSET h a 3 c "" -> 1
            = h -> hash a=3 b=2 c= @9999999999999
            HSET h a 1 b -> ERR
            SET s v -> OK
            HSET s a 1 -> WRONGTYPE
            HSET e a 1 b 2 -> 2
            HPEXPIREAT e 9999999999999 FIELDS 2 a b -> [1 1]
            HSET e a 3 -> 0
            = e -> hash a=3 b=2@9999999999999
            """
        )
    }

    @Test("HMSET: sets as HSET does")
    func hmset() {
        check(
            """
            HMSET h a 1 b 2 -> OK
            = h -> hash a=1 b=2
            HMSET h a -> ERR
            HMSET h a 1 b -> ERR
            SET s v -> OK
            HMSET s a 1 -> WRONGTYPE
            """
        )
    }

    @Test("HSETNX: sets a missing field only")
    func hsetnx() {
        check(
            """
            HSETNX h a 1 -> 1
            HSETNX h a 2 -> 0
            = h -> hash a=1
            SET s v -> OK
            HSETNX s a 1 -> WRONGTYPE
            """
        )
    }

    @Test("HINCRBY: starts at zero, stops at the 64-bit limits, keeps the field's expiry")
    func hincrby() {
        check(
            """
            HINCRBY h a 5 -> 5
            HINCRBY h a -7 -> -2
            = h -> hash a=-2
            HSET h a 9223372036854775807 -> 0
            HINCRBY h a 1 -> ERR
            HSET h a -9223372036854775808 -> 0
            HINCRBY h a -1 -> ERR
            HSET h b x -> 1
            HINCRBY h b 1 -> ERR
            HINCRBY h a 1.5 -> ERR
            HINCRBY h a 9223372036854775808 -> ERR
            SET s v -> OK
            HINCRBY s a 1 -> WRONGTYPE
            """
        )
    }

    @Test("HINCRBYFLOAT: prints without exponent, refuses NaN and infinity")
    func hincrbyfloat() {
        check(
            """
            HINCRBYFLOAT h a 0.1 -> "0.1"
            HINCRBYFLOAT h a 0.2 -> "0.3"
            = h -> hash a=0.3
            HINCRBYFLOAT h a inf -> ERR
            HINCRBYFLOAT h a nan -> ERR
            HSET h b x -> 1
            HINCRBYFLOAT h b 1 -> ERR
            SET s v -> OK
            HINCRBYFLOAT s a 1 -> WRONGTYPE
            """
        )
    }

    @Test("HDEL: removes the key with its last field")
    func hdel() {
        check(
            """
            HSET h a 1 b 2 -> 2
            PEXPIREAT h 9999999999999 -> 1
            HDEL h a none -> 1
            = h -> hash b=2 @9999999999999
            HDEL h b -> 1
            = h -> none
            HDEL h b -> 0
            SET s v -> OK
            HDEL s a -> WRONGTYPE
            """
        )
    }

    @Test("HGETDEL: returns and removes, and the key with its last field")
    func hgetdel() {
        check(
            """
            HSET h a 1 b 2 -> 2
            HGETDEL h FIELDS 2 a none -> ["1" nil]
            = h -> hash b=2
            HGETDEL h FIELDS 1 b -> ["2"]
            = h -> none
            HGETDEL h FIELDS 1 b -> [nil]
            HGETDEL h FIELDS 0 b -> ERR
            HGETDEL h FIELDS 2 b -> ERR
            HGETDEL h FIELD 1 b -> ERR
            SET s v -> OK
            HGETDEL s FIELDS 1 a -> WRONGTYPE
            """
        )
    }

    @Test("HSETEX: sets fields under one condition and expiry")
    func hsetex() {
        check(
            """
            HSETEX h PXAT 9999999999999 FIELDS 2 a 1 b 2 -> 1
            = h -> hash a=1@9999999999999 b=2@9999999999999
            HSETEX h FNX FIELDS 2 a 3 c 4 -> 0
            HSETEX h FXX FIELDS 2 a 3 c 4 -> 0
            HSETEX h FXX KEEPTTL FIELDS 1 a 3 -> 1
            = h -> hash a=3@9999999999999 b=2@9999999999999
            HSETEX h FIELDS 1 a 4 -> 1
            = h -> hash a=4 b=2@9999999999999
            HSETEX h FNX FXX FIELDS 1 a 5 -> ERR
            HSETEX h EX 0 FIELDS 1 a 5 -> ERR
            HSETEX h FIELDS 0 a 5 -> ERR
            HSETEX h FIELDS 1 a -> ERR
            HSETEX h KEEPTTL PXAT 9999999999999 FIELDS 1 a 1 -> ERR
            SET s v -> OK
            HSETEX s FIELDS 1 a 1 -> WRONGTYPE
            """
        )
    }

    @Test("HGETEX: returns and changes expiries of fields")
    func hgetex() {
        check(
            """
            HSET h a 1 b 2 -> 2
            HGETEX h PXAT 9999999999999 FIELDS 2 a none -> ["1" nil]
            = h -> hash a=1@9999999999999 b=2
            HGETEX h FIELDS 1 a -> ["1"]
            = h -> hash a=1@9999999999999 b=2
            HGETEX h PERSIST FIELDS 2 a b -> ["1" "2"]
            = h -> hash a=1 b=2
            HGETEX none FIELDS 1 a -> [nil]
            HGETEX h EX 0 FIELDS 1 a -> ERR
            HGETEX h FIELDS 2 a -> ERR
            SET s v -> OK
            HGETEX s FIELDS 1 a -> WRONGTYPE
            """
        )
    }

    @Test("HEXPIRE: counts in seconds from now and obeys its condition")
    func hexpire() {
        check(
            """
            HSET h a 1 b 2 -> 2
            HEXPIRE h 10 FIELDS 2 a none -> [1 -2]
            = h -> hash a=1@+10000 b=2
            HEXPIRE h 20 NX FIELDS 2 a b -> [0 1]
            HEXPIRE h 30 GT FIELDS 2 a b -> [1 1]
            HEXPIRE h 5 LT FIELDS 1 a -> [1]
            HEXPIRE h 5 XX FIELDS 1 a -> [1]
            = h -> hash a=1@+5000 b=2@+30000
            HEXPIRE none 10 FIELDS 1 a -> [-2]
            HEXPIRE h -1 FIELDS 1 a -> ERR
            HEXPIRE h 9223372036854775807 FIELDS 1 a -> ERR
            HEXPIRE h 10 FIELDS 2 a -> ERR
            HEXPIRE h 10 FIELDS 0 a -> ERR
            SET s v -> OK
            HEXPIRE s 10 FIELDS 1 a -> WRONGTYPE
            """
        )
    }

    @Test("HPEXPIRE: counts in milliseconds from now")
    func hpexpire() {
        check(
            """
            HSET h a 1 -> 1
            HPEXPIRE h 60000 FIELDS 1 a -> [1]
            = h -> hash a=1@+60000
            HPEXPIRE h 9223372036854775807 FIELDS 1 a -> ERR
            SET s v -> OK
            HPEXPIRE s 10 FIELDS 1 a -> WRONGTYPE
            """
        )
    }

    @Test("HEXPIREAT: takes a time in seconds")
    func hexpireat() {
        check(
            """
            HSET h a 1 -> 1
            HEXPIREAT h 9999999999 FIELDS 1 a -> [1]
            = h -> hash a=1@9999999999000
            HEXPIREAT h 9223372036854775807 FIELDS 1 a -> ERR
            SET s v -> OK
            HEXPIREAT s 9999999999 FIELDS 1 a -> WRONGTYPE
            """
        )
    }

    @Test("HPEXPIREAT: a field without an expiry counts as never expiring")
    func hpexpireat() {
        check(
            """
            HSET h a 1 b 2 -> 2
            HPEXPIREAT h 9999999999999 GT FIELDS 1 a -> [0]
            HPEXPIREAT h 9999999999999 LT FIELDS 1 a -> [1]
            HPEXPIREAT h 9999999999998 NX FIELDS 2 a b -> [0 1]
            = h -> hash a=1@9999999999999 b=2@9999999999998
            HPEXPIREAT h x FIELDS 1 a -> ERR
            SET s v -> OK
            HPEXPIREAT s 9999999999999 FIELDS 1 a -> WRONGTYPE
            """
        )
    }

    @Test("HPERSIST: removes the expiries of fields")
    func hpersist() {
        check(
            """
            HSET h a 1 b 2 -> 2
            HPEXPIREAT h 9999999999999 FIELDS 1 a -> [1]
            HPERSIST h FIELDS 3 a b none -> [1 -1 -2]
            = h -> hash a=1 b=2
            HPERSIST none FIELDS 1 a -> [-2]
            HPERSIST h FIELDS 2 a -> ERR
            SET s v -> OK
            HPERSIST s FIELDS 1 a -> WRONGTYPE
            """
        )
    }
}
