import Testing

@Suite("Each command on strings, part 1")
struct StringsScripts {
    @Test("SET: replaces any kind of value and its expiry unless told to keep it")
    func set() {
        check(
            """
            RPUSH k a -> 1
            SET k v PXAT 9999999999999 -> OK
            = k -> string "v" @9999999999999
            SET k w KEEPTTL -> OK
            = k -> string "w" @9999999999999
            SET k x -> OK
            = k -> string "x"
            SET k y NX -> nil
            SET none y XX -> nil
            SET k y XX GET -> "x"
            SET k z NX GET -> "y"
            SET k z EX 10 -> OK
            = k -> string "z" @+10000
            SET k z PX 0 -> ERR
            SET k z EX 9223372036854775807 -> ERR
            SET k z NX XX -> ERR
            SET k z PXAT -> ERR
            SET k z EX 5 KEEPTTL -> ERR
            SADD s a -> 1
            SET s v GET -> WRONGTYPE
            = s -> set a
            SET e "" -> OK
            = e -> string ""
            """
        )
    }

    @Test("SETNX: sets a missing key only, whatever kind it holds")
    func setnx() {
        check(
            """
            SETNX k v -> 1
            SETNX k w -> 0
            SADD s a -> 1
            SETNX s v -> 0
            = k -> string "v"
            = s -> set a
            """
        )
    }

    @Test("SETEX: sets value and expiry, refuses an expiry that is not positive or overflows")
    func setex() {
        check(
            """
            SETEX k 10 v -> OK
            = k -> string "v" @+10000
            SETEX k 0 w -> ERR
            SETEX k -1 w -> ERR
            SETEX k 9223372036854775807 w -> ERR
            SETEX k x w -> ERR
            SADD s a -> 1
            SETEX s 10 v -> OK
            = s -> string "v" @+10000
            """
        )
    }

    @Test("PSETEX: counts in milliseconds")
    func psetex() {
        check(
            """
            PSETEX k 60000 v -> OK
            = k -> string "v" @+60000
            PSETEX k 0 w -> ERR
            PSETEX k 9223372036854775807 w -> ERR
            = k -> string "v" @+60000
            """
        )
    }

    @Test("GETSET: returns the old value, drops the expiry, refuses another kind")
    func getset() {
        check(
            """
            GETSET k v -> nil
            PEXPIREAT k 9999999999999 -> 1
            GETSET k w -> "v"
            = k -> string "w"
            SADD s a -> 1
            GETSET s v -> WRONGTYPE
            = s -> set a
            """
        )
    }

    @Test("GETDEL: removes a string, refuses another kind")
    func getdel() {
        check(
            """
            GETDEL none -> nil
            SET k v PXAT 9999999999999 -> OK
            GETDEL k -> "v"
            = k -> none
            SADD s a -> 1
            GETDEL s -> WRONGTYPE
            = s -> set a
            """
        )
    }

    @Test("GETEX: sets, keeps or removes the expiry, refuses another kind")
    func getex() {
        check(
            """
            GETEX none PERSIST -> nil
            SET k v -> OK
            GETEX k PXAT 9999999999999 -> "v"
            = k -> string "v" @9999999999999
            GETEX k -> "v"
            = k -> string "v" @9999999999999
            GETEX k PERSIST -> "v"
            = k -> string "v"
            GETEX k EX 10 -> "v"
            = k -> string "v" @+10000
            GETEX k EXAT 9999999999 -> "v"
            = k -> string "v" @9999999999000
            GETEX k EX 0 -> ERR
            GETEX k EX 9223372036854775807 -> ERR
            GETEX k PX 5 PERSIST -> ERR
            SADD s a -> 1
            GETEX s PERSIST -> WRONGTYPE
            """
        )
    }

    @Test("DELIFEQ: removes a string that equals the text, refuses another kind")
    func delifeq() {
        check(
            """
            SET k v PXAT 9999999999999 -> OK
            DELIFEQ k w -> 0
            = k -> string "v" @9999999999999
            DELIFEQ k v -> 1
            = k -> none
            DELIFEQ none v -> 0
            SADD s a -> 1
            DELIFEQ s a -> WRONGTYPE
            """
        )
    }

    @Test("DELEX: removes a key on a condition, any kind without one")
    func delex() {
        check(
            """
            SET k v -> OK
            DELEX k IFEQ w -> 0
            DELEX k IFNE v -> 0
            DELEX k IFNE w -> 1
            = k -> none
            DELEX k IFNE w -> 0
            SADD s a -> 1
            DELEX s IFEQ a -> WRONGTYPE
            DELEX s -> 1
            = s -> none
            SET k v -> OK
            DELEX k IFDEQ 0123456789abcdef -> 1
            DELEX k IFEQ -> ERR
            DELEX k IFXX v -> ERR
            """
        )
    }

    @Test("MSET: overwrites any kind, drops expiries, the last of a doubled key counts")
    func mset() {
        check(
            """
            SET a 1 PXAT 9999999999999 -> OK
            SADD b x -> 1
            MSET a 2 b 3 c 4 a 5 -> OK
            = a -> string "5"
            = b -> string "3"
            = c -> string "4"
            MSET a 1 b -> ERR
            """
        )
    }

    @Test("MSETNX: sets all or nothing")
    func msetnx() {
        check(
            """
            MSETNX a 1 b 2 -> 1
            MSETNX c 1 a 2 -> 0
            = a -> string "1"
            = c -> none
            SADD s x -> 1
            MSETNX s 1 d 2 -> 0
            MSETNX a 1 b -> ERR
            """
        )
    }

    @Test("MSETEX: sets all under one condition and expiry")
    func msetex() {
        check(
            """
            MSETEX 2 a 1 b 2 PXAT 9999999999999 -> 1
            = a -> string "1" @9999999999999
            MSETEX 1 a 3 KEEPTTL -> 1
            = a -> string "3" @9999999999999
            MSETEX 2 a 4 c 5 NX -> 0
            MSETEX 2 a 4 c 5 XX -> 0
            = c -> none
            MSETEX 1 a 4 XX -> 1
            = a -> string "4"
            MSETEX 0 a 4 -> ERR
            MSETEX 2 a 4 -> ERR
            MSETEX 9223372036854775807 a 4 -> ERR
            MSETEX 1 a 4 EX 0 -> ERR
            """
        )
    }

    @Test("INCR: starts at zero, keeps the expiry, stops at the 64-bit limit")
    func incr() {
        check(
            """
            INCR n -> 1
            PEXPIREAT n 9999999999999 -> 1
            INCR n -> 2
            = n -> string "2" @9999999999999
            SET n 9223372036854775807 -> OK
            INCR n -> ERR
            = n -> string "9223372036854775807"
            SET n 01 -> OK
            INCR n -> ERR
            SET n " 1" -> OK
            INCR n -> ERR
            SET n -0 -> OK
            INCR n -> ERR
            SET n "" -> OK
            INCR n -> ERR
            SADD s a -> 1
            INCR s -> WRONGTYPE
            """
        )
    }

    @Test("DECR: stops at the lower 64-bit limit")
    func decr() {
        check(
            """
            DECR n -> -1
            SET n -9223372036854775808 -> OK
            DECR n -> ERR
            = n -> string "-9223372036854775808"
            SADD s a -> 1
            DECR s -> WRONGTYPE
            """
        )
    }

    @Test("INCRBY: adds either way without wrapping")
    func incrby() {
        check(
            """
            INCRBY n 5 -> 5
            INCRBY n -7 -> -2
            = n -> string "-2"
            INCRBY n 9223372036854775807 -> 9223372036854775805
            INCRBY n 3 -> ERR
            INCRBY n 9223372036854775808 -> ERR
            INCRBY n 1.5 -> ERR
            INCRBY n x -> ERR
            SADD s a -> 1
            INCRBY s 1 -> WRONGTYPE
            """
        )
    }

    @Test("DECRBY: refuses the one number that has no opposite")
    func decrby() {
        check(
            """
            DECRBY n 5 -> -5
            DECRBY n -9223372036854775808 -> ERR
            DECRBY n 9223372036854775807 -> ERR
            = n -> string "-5"
            SADD s a -> 1
            DECRBY s 1 -> WRONGTYPE
            """
        )
    }

    @Test("INCRBYFLOAT: prints without exponent, keeps the expiry, refuses NaN and infinity")
    func incrbyfloat() {
        check(
            """
            INCRBYFLOAT f 0.1 -> "0.1"
            INCRBYFLOAT f 0.2 -> "0.3"
            PEXPIREAT f 9999999999999 -> 1
            INCRBYFLOAT f -0.3 -> "0"
            = f -> string "0" @9999999999999
            SET f 3.0e3 -> OK
            INCRBYFLOAT f 200 -> "3200"
            INCRBYFLOAT f inf -> ERR
            INCRBYFLOAT f nan -> ERR
            INCRBYFLOAT f x -> ERR
            SET f abc -> OK
            INCRBYFLOAT f 1 -> ERR
            SADD s a -> 1
            INCRBYFLOAT s 1 -> WRONGTYPE
            """
        )
    }
}
