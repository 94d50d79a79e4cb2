import Testing

@Suite("Each command on keys")
struct KeysScripts {
    @Test("DEL: removes any kind and passes over missing keys")
    func del() {
        check(
            """
            SET a 1 -> OK
            SADD b x -> 1
            DEL a b none a -> 2
            = a -> none
            = b -> none
            """
        )
    }

    @Test("UNLINK: removes as DEL does")
    func unlink() {
        check(
            """
            SET a 1 -> OK
            UNLINK a none -> 1
            = a -> none
            """
        )
    }

    @Test("EXPIRE: counts in seconds from now and obeys its condition")
    func expire() {
        check(
            """
            EXPIRE none 10 -> 0
            SET k v -> OK
            EXPIRE k 10 -> 1
            = k -> string "v" @+10000
            EXPIRE k 20 NX -> 0
            EXPIRE k 20 GT -> 1
            = k -> string "v" @+20000
            EXPIRE k 30 LT -> 0
            EXPIRE k 5 XX -> 1
            = k -> string "v" @+5000
            EXPIRE k 9223372036854775807 -> ERR
            EXPIRE k x -> ERR
            EXPIRE k 5 NX XX -> ERR
            EXPIRE k 5 GT LT -> ERR
            """
        )
    }

    @Test("PEXPIRE: counts in milliseconds from now")
    func pexpire() {
        check(
            """
            SET k v -> OK
            PEXPIRE k 60000 -> 1
            = k -> string "v" @+60000
            PEXPIRE k 9223372036854775807 -> ERR
            PEXPIRE none 5 -> 0
            PEXPIRE k 5000 GT -> 0
            = k -> string "v" @+60000
            """
        )
    }

    @Test("EXPIREAT: takes a time in seconds")
    func expireat() {
        check(
            """
            SET k v -> OK
            EXPIREAT k 9999999999 -> 1
            = k -> string "v" @9999999999000
            EXPIREAT k 9223372036854775807 -> ERR
            EXPIREAT none 5 -> 0
            """
        )
    }

    @Test("PEXPIREAT: keys without an expiry count as never expiring")
    func pexpireat() {
        check(
            """
            SET k v -> OK
            PEXPIREAT k 9999999999999 GT -> 0
            PEXPIREAT k 9999999999999 XX -> 0
            = k -> string "v"
            PEXPIREAT k 9999999999999 LT -> 1
            = k -> string "v" @9999999999999
            PEXPIREAT k 9999999999998 GT -> 0
            PEXPIREAT k 9999999999998 LT -> 1
            = k -> string "v" @9999999999998
            PEXPIREAT none 9999999999999 -> 0
            PEXPIREAT k 1.5 -> ERR
            """
        )
    }

    @Test("PERSIST: removes the expiry and nothing else")
    func persist() {
        check(
            """
            PERSIST none -> 0
            RPUSH k a -> 1
            PERSIST k -> 0
            PEXPIREAT k 9999999999999 -> 1
            PERSIST k -> 1
            = k -> list a
            """
        )
    }

    @Test("RENAME: carries value and expiry over any destination")
    func rename() {
        check(
            """
            RENAME none k -> ERR
            SET a v PXAT 9999999999999 -> OK
            SADD b x -> 1
            RENAME a b -> OK
            = a -> none
            = b -> string "v" @9999999999999
            RENAME b b -> OK
            = b -> string "v" @9999999999999
            RPUSH c x -> 1
            RENAME c b -> OK
            = b -> list x
            """
        )
    }

    @Test("RENAMENX: leaves a destination that is there")
    func renamenx() {
        check(
            """
            RENAMENX none k -> ERR
            SET a v PXAT 9999999999999 -> OK
            SET b w -> OK
            RENAMENX a b -> 0
            = b -> string "w"
            RENAMENX a c -> 1
            = c -> string "v" @9999999999999
            = a -> none
            RENAMENX c c -> 0
            """
        )
    }

    @Test("COPY: copies value and expiry, also into another database")
    func copy() {
        check(
            """
            COPY none b -> 0
            RPUSH a x y -> 2
            PEXPIREAT a 9999999999999 -> 1
            COPY a b -> 1
            RPUSH a z -> 3
            = b -> list x y @9999999999999
            COPY a b -> 0
            COPY a b REPLACE -> 1
            = b -> list x y z @9999999999999
            COPY a a -> ERR
            COPY a b DB 1 -> 1
            COPY a b DB -1 -> ERR
            SELECT 1 -> OK
            = b -> list x y z @9999999999999
            """
        )
    }

    @Test("MOVE: takes the expiry along and leaves a key that is there")
    func move() {
        check(
            """
            SET a v PXAT 9999999999999 -> OK
            MOVE none 1 -> 0
            MOVE a 0 -> ERR
            MOVE a 1 -> 1
            = a -> none
            SELECT 1 -> OK
            = a -> string "v" @9999999999999
            SELECT 0 -> OK
            SET a w -> OK
            MOVE a 1 -> 0
            MOVE a x -> ERR
            """
        )
    }

    @Test("RESTORE: refuses damage, a key that is there, and a negative expiry")
    func restore() {
        check(
            #"""
            RESTORE k 0 \x00\x01v\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00 -> ERR
            RESTORE k 0 "" -> ERR
            RESTORE g 0 \x00\x01v\x0a\x00\x91\x08\xce\xb2\x198\x8a\xce -> OK
            = g -> string "v"
            RESTORE g 5000 \x00\x01v\x0a\x00\x91\x08\xce\xb2\x198\x8a\xce -> BUSYKEY
            RESTORE g 60000 \x00\x01v\x0a\x00\x91\x08\xce\xb2\x198\x8a\xce REPLACE -> OK
            = g -> string "v" @+60000
            RESTORE g 9999999999 \x00\x01v\x0a\x00\x91\x08\xce\xb2\x198\x8a\xce REPLACE ABSTTL -> OK
            = g -> string "v" @9999999999
            RESTORE g -1 \x00\x01v\x0a\x00\x91\x08\xce\xb2\x198\x8a\xce REPLACE -> ERR
            RESTORE k -1 x -> ERR
            RESTORE k x y -> ERR
            SET k v -> OK
            RESTORE k 0 x -> BUSYKEY
            = k -> string "v"
            """#
        )
    }

    @Test("RESTORE-ASKING: is RESTORE by another name")
    func restoreAsking() {
        check(
            #"""
            RESTORE-ASKING g 0 \x00\x01v\x0a\x00\x91\x08\xce\xb2\x198\x8a\xce -> OK
            = g -> string "v"
            RESTORE-ASKING k 0 "" -> ERR
            SET k v -> OK
            RESTORE-ASKING k 0 x -> BUSYKEY
            """#
        )
    }

    @Test("SORT: stores a list, replaces any kind, and removes it for an empty result")
    func sort() {
        check(
            """
            RPUSH l 10 9 -1 2.5 -> 4
            SET d v PXAT 9999999999999 -> OK
            SORT l STORE d -> 4
            = d -> list -1 2.5 9 10
            SORT l DESC LIMIT 1 2 STORE d -> 2
            = d -> list 9 2.5
            RPUSH w b a -> 2
            SORT w STORE d -> ERR
            SORT w ALPHA STORE d -> 2
            = d -> list a b
            SET w_a 2 -> OK
            SET w_b 1 -> OK
            SORT w BY w_* GET # GET w_* GET no_* STORE d -> 6
            = d -> list b 1 "" a 2 ""
            SORT none STORE d -> 0
            = d -> none
            SET s v -> OK
            SORT s STORE d -> WRONGTYPE
            SORT l LIMIT 0 -1 STORE d -> 4
            = d -> list -1 2.5 9 10
            """
        )
    }
}
