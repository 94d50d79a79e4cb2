import Testing

@Suite("Each command on sorted sets")
struct SortedSetsScripts {
    @Test("ZADD: obeys every flag, refuses NaN, keeps the expiry")
    func zadd() {
        check(
            """
            ZADD z 1 a 2 b -> 2
            PEXPIREAT z 9999999999999 -> 1
            ZADD z NX 5 a 3 c -> 1
            ZADD z XX CH 5 a 9 none -> 1
            ZADD z GT CH 4 a 6 b -> 1
            ZADD z LT CH 9 a 1 b -> 1
            = z -> zset b:1.0 c:3.0 a:5.0 @9999999999999
            ZADD z INCR 2.5 a -> "7.5"
            ZADD z NX INCR 1 a -> nil
            ZADD z inf d -inf e +inf f -> 3
            = z -> zset e:-inf b:1.0 c:3.0 a:7.5 d:inf f:inf @9999999999999
            ZADD z INCR -inf d -> ERR
            ZADD z nan a -> ERR
            ZADD z x a -> ERR
            ZADD z NX XX 1 a -> ERR
            ZADD z GT LT 1 a -> ERR
            ZADD z NX GT 1 a -> ERR
            ZADD z INCR 1 a 2 b -> ERR
            ZADD z 1 a 2 -> ERR
            ZADD n 1e308 a 5e-324 b 9007199254740993 c -> 3
            = n -> zset b:5e-324 c:9007199254740992.0 a:1e+308
            ZADD m XX 1 a -> 0
            = m -> none
            SET s v -> OK
            ZADD s 1 a -> WRONGTYPE
            """
        )
    }

    @Test("ZINCRBY: creates a member, refuses NaN")
    func zincrby() {
        check(
            """
            ZINCRBY z 1.5 a -> "1.5"
            PEXPIREAT z 9999999999999 -> 1
            ZINCRBY z -3 a -> "-1.5"
            = z -> zset a:-1.5 @9999999999999
            ZINCRBY z inf a -> "inf"
            ZINCRBY z -inf a -> ERR
            ZINCRBY z nan a -> ERR
            = z -> zset a:inf @9999999999999
            SET s v -> OK
            ZINCRBY s 1 a -> WRONGTYPE
            """
        )
    }

    @Test("ZREM: removes the key with its last member")
    func zrem() {
        check(
            """
            ZADD z 1 a 2 b -> 2
            PEXPIREAT z 9999999999999 -> 1
            ZREM z a none -> 1
            = z -> zset b:2.0 @9999999999999
            ZREM z b -> 1
            = z -> none
            ZREM z b -> 0
            SET s v -> OK
            ZREM s a -> WRONGTYPE
            """
        )
    }

    @Test("ZREMRANGEBYRANK: counts negative ranks from the highest score")
    func zremrangebyrank() {
        check(
            """
            ZADD z 1 a 2 b 3 c 4 d -> 4
            ZREMRANGEBYRANK z 1 -3 -> 1
            = z -> zset a:1.0 c:3.0 d:4.0
            ZREMRANGEBYRANK z 9 12 -> 0
            ZREMRANGEBYRANK z -9223372036854775808 9223372036854775807 -> 3
            = z -> none
            ZREMRANGEBYRANK none 0 1 -> 0
            ZREMRANGEBYRANK z x 1 -> ERR
            SET s v -> OK
            ZREMRANGEBYRANK s 0 1 -> WRONGTYPE
            """
        )
    }

    @Test("ZREMRANGEBYSCORE: takes open bounds and infinities, refuses NaN")
    func zremrangebyscore() {
        check(
            """
            ZADD z 1 a 2 b 3 c 4 d -> 4
            ZREMRANGEBYSCORE z (1 2 -> 1
            = z -> zset a:1.0 c:3.0 d:4.0
            ZREMRANGEBYSCORE z 4 (4 -> 0
            ZREMRANGEBYSCORE z nan 3 -> ERR
            ZREMRANGEBYSCORE z -inf +inf -> 3
            = z -> none
            SET s v -> OK
            ZREMRANGEBYSCORE s 0 1 -> WRONGTYPE
            """
        )
    }

    @Test("ZREMRANGEBYLEX: compares bytes")
    func zremrangebylex() {
        check(
            """
            ZADD z 0 a 0 ab 0 b 0 c -> 4
            ZREMRANGEBYLEX z [a (b -> 2
            = z -> zset b:0.0 c:0.0
            ZREMRANGEBYLEX z + - -> 0
            ZREMRANGEBYLEX z a b -> ERR
            ZREMRANGEBYLEX z - + -> 2
            = z -> none
            SET s v -> OK
            ZREMRANGEBYLEX s - + -> WRONGTYPE
            """
        )
    }

    @Test("ZPOPMIN: takes the lowest, by bytes among equal scores")
    func zpopmin() {
        check(
            """
            ZADD z 1 b 1 a 2 c -> 3
            ZPOPMIN z -> ["a" "1"]
            ZPOPMIN z 5 -> ["b" "1" "c" "2"]
            = z -> none
            ZPOPMIN z -> []
            ZADD z 1 a -> 1
            ZPOPMIN z 0 -> []
            ZPOPMIN z -1 -> ERR
            SET s v -> OK
            ZPOPMIN s -> WRONGTYPE
            """
        )
    }

    @Test("ZPOPMAX: takes the highest, by bytes among equal scores")
    func zpopmax() {
        check(
            """
            ZADD z 1 b 1 a -inf c -> 3
            ZPOPMAX z -> ["b" "1"]
            ZPOPMAX z 9223372036854775807 -> ["a" "1" "c" "-inf"]
            = z -> none
            SET s v -> OK
            ZPOPMAX s 1 -> WRONGTYPE
            """
        )
    }

    @Test("ZMPOP: pops from the first sorted set with members")
    func zmpop() {
        check(
            """
            ZADD b 1 x 2 y 3 z -> 3
            ZMPOP 2 a b MIN -> ["b" [["x" "1"]]]
            ZMPOP 2 a b MAX COUNT 5 -> ["b" [["z" "3"] ["y" "2"]]]
            = b -> none
            ZMPOP 1 a MIN -> nil
            ZMPOP 0 a MIN -> ERR
            ZMPOP 3 a MIN -> ERR
            ZMPOP 1 a MIN COUNT 0 -> ERR
            ZMPOP 1 a LOW -> ERR
            SET s v -> OK
            ZMPOP 2 s b MIN -> WRONGTYPE
            """
        )
    }

    @Test("BZMPOP: pops as ZMPOP does when it is served at once")
    func bzmpop() {
        check(
            """
            ZADD b 1 x 2 y -> 2
            BZMPOP 0 2 a b MAX -> ["b" [["y" "2"]]]
            = b -> zset x:1.0
            BZMPOP -1 1 b MIN -> ERR
            SET s v -> OK
            BZMPOP 0 1 s MIN -> WRONGTYPE
            """
        )
    }

    @Test("BZPOPMIN: pops the lowest of the first sorted set with members")
    func bzpopmin() {
        check(
            """
            ZADD b 1 x 2 y -> 2
            BZPOPMIN a b 0 -> ["b" "x" "1"]
            = b -> zset y:2.0
            BZPOPMIN b -1 -> ERR
            SET s v -> OK
            BZPOPMIN s b 0 -> WRONGTYPE
            """
        )
    }

    @Test("BZPOPMAX: pops the highest of the first sorted set with members")
    func bzpopmax() {
        check(
            """
            ZADD b 1 x 2 y -> 2
            BZPOPMAX a b 0 -> ["b" "y" "2"]
            BZPOPMAX b 0 -> ["b" "x" "1"]
            = b -> none
            SET s v -> OK
            BZPOPMAX s b 0 -> WRONGTYPE
            """
        )
    }

    @Test("ZUNIONSTORE: weighs, aggregates, makes zero of opposite infinities")
    func zunionstore() {
        check(
            """
            ZADD a 1 x 2 y -> 2
            ZADD b 10 y inf z -> 2
            SADD m x w -> 2
            SET d v PXAT 9999999999999 -> OK
            ZUNIONSTORE d 3 a b m -> 4
            = d -> zset w:1.0 x:2.0 y:12.0 z:inf
            ZUNIONSTORE d 2 a b WEIGHTS 2 -1 AGGREGATE MAX -> 3
            = d -> zset z:-inf x:2.0 y:4.0
            ZUNIONSTORE d 2 b b WEIGHTS 1 -1 -> 2
            = d -> zset y:0.0 z:0.0
            ZUNIONSTORE d 1 b WEIGHTS 0 -> 2
            = d -> zset y:0.0 z:0.0
            ZUNIONSTORE d 2 a b AGGREGATE COUNT -> 3
            = d -> zset x:1.0 z:1.0 y:2.0
            ZUNIONSTORE d 2 a b WEIGHTS 5 0.5 AGGREGATE COUNT -> 3
            = d -> zset z:0.5 x:5.0 y:5.5
            ZUNIONSTORE d 1 none -> 0
            = d -> none
            ZUNIONSTORE d 0 a -> ERR
            ZUNIONSTORE d 3 a b -> ERR
            ZUNIONSTORE d 1 a WEIGHTS -> ERR
            ZUNIONSTORE d 1 a WEIGHTS nan -> ERR
            ZUNIONSTORE d 1 a AGGREGATE NOPE -> ERR
            ZUNIONSTORE d 9223372036854775807 a -> ERR
            SET s v -> OK
            ZUNIONSTORE d 2 a s -> WRONGTYPE
            """
        )
    }

    @Test("ZINTERSTORE: removes the destination for an empty result")
    func zinterstore() {
        check(
            """
            ZADD a 1 x 2 y -> 2
            ZADD b 10 y 20 z -> 2
            ZINTERSTORE d 2 a b -> 1
            = d -> zset y:12.0
            ZINTERSTORE d 2 a b AGGREGATE MIN -> 1
            = d -> zset y:2.0
            ZINTERSTORE d 2 a b AGGREGATE COUNT -> 1
            = d -> zset y:2.0
            ZINTERSTORE d 2 a none -> 0
            = d -> none
            SET s v -> OK
            ZINTERSTORE d 2 a s -> WRONGTYPE
            ZINTERSTORE a 1 a WEIGHTS 3 -> 2
            = a -> zset x:3.0 y:6.0
            """
        )
    }

    @Test("ZDIFFSTORE: keeps the scores of the first")
    func zdiffstore() {
        check(
            """
            ZADD a 1 x 2 y -> 2
            ZADD b 10 y -> 1
            ZDIFFSTORE d 2 a b -> 1
            = d -> zset x:1.0
            ZDIFFSTORE d 2 a a -> 0
            = d -> none
            ZDIFFSTORE d 2 a b WEIGHTS 1 2 -> ERR
            SET s v -> OK
            ZDIFFSTORE d 2 a s -> WRONGTYPE
            """
        )
    }

    @Test("ZRANGESTORE: stores by rank, score or bytes, turned around with REV")
    func zrangestore() {
        check(
            """
            ZADD z 1 a 2 b 3 c 4 d -> 4
            ZRANGESTORE d z 1 -2 -> 2
            = d -> zset b:2.0 c:3.0
            ZRANGESTORE d z 0 0 REV -> 1
            = d -> zset d:4.0
            ZRANGESTORE d z (4 2 BYSCORE REV LIMIT 1 5 -> 1
            = d -> zset b:2.0
            ZRANGESTORE d z [b + BYLEX -> 3
            = d -> zset b:2.0 c:3.0 d:4.0
            ZRANGESTORE d z 9 12 -> 0
            = d -> none
            ZRANGESTORE d none 0 -1 -> 0
            ZRANGESTORE d z 0 1 LIMIT 0 1 -> ERR
            ZRANGESTORE d z nan 3 BYSCORE -> ERR
            SET s v -> OK
            ZRANGESTORE d s 0 1 -> WRONGTYPE
            ZRANGESTORE s z 0 0 -> 1
            = s -> zset a:1.0
            """
        )
    }
}
