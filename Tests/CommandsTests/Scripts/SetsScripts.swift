import Testing

@Suite("Each command on sets")
struct SetsScripts {
    @Test("SADD: adds members once and keeps the expiry")
    func sadd() {
        check(
            """
            SADD s a b a -> 2
            PEXPIREAT s 9999999999999 -> 1
            SADD s a c "" -> 2
            = s -> set "" a b c @9999999999999
            SET k v -> OK
            SADD k a -> WRONGTYPE
            """
        )
    }

    @Test("SREM: removes the key with its last member")
    func srem() {
        check(
            """
            SADD s a b -> 2
            PEXPIREAT s 9999999999999 -> 1
            SREM s a none -> 1
            = s -> set b @9999999999999
            SREM s b -> 1
            = s -> none
            SREM s a -> 0
            SET k v -> OK
            SREM k a -> WRONGTYPE
            """
        )
    }

    @Test("SPOP: works where chance does not decide")
    func spop() {
        check(
            """
            SADD s a -> 1
            SPOP s -> "a"
            = s -> none
            SADD s a -> 1
            SPOP s 5 -> ["a"]
            = s -> none
            SPOP none -> nil
            SPOP none 3 -> []
            SADD s a b -> 2
            SPOP s 0 -> []
            SPOP s -1 -> ERR
            = s -> set a b
            SET k v -> OK
            SPOP k -> WRONGTYPE
            """
        )
    }

    @Test("SMOVE: moves a member, within one set to itself")
    func smove() {
        check(
            """
            SADD a x y -> 2
            SADD b z -> 1
            SMOVE a b x -> 1
            SMOVE a b none -> 0
            SMOVE a a y -> 1
            SMOVE a b y -> 1
            = a -> none
            = b -> set x y z
            SMOVE none b x -> 0
            SET s v -> OK
            SMOVE b s z -> WRONGTYPE
            SMOVE s b z -> WRONGTYPE
            = b -> set x y z
            """
        )
    }

    @Test("SUNIONSTORE: stores a union over any kind and drops the expiry")
    func sunionstore() {
        check(
            """
            SADD a 1 2 -> 2
            SADD b 2 3 -> 2
            SET d v PXAT 9999999999999 -> OK
            SUNIONSTORE d a b none -> 3
            = d -> set 1 2 3
            SUNIONSTORE d none -> 0
            = d -> none
            SUNIONSTORE a a b -> 3
            = a -> set 1 2 3
            SET s v -> OK
            SUNIONSTORE d a s -> WRONGTYPE
            """
        )
    }

    @Test("SINTERSTORE: removes the destination if a source is missing")
    func sinterstore() {
        check(
            """
            SADD a 1 2 -> 2
            SADD b 2 3 -> 2
            SINTERSTORE d a b -> 1
            = d -> set 2
            SINTERSTORE d a none -> 0
            = d -> none
            SET s v -> OK
            SINTERSTORE d a s -> WRONGTYPE
            SINTERSTORE d none s -> WRONGTYPE
            """
        )
    }

    @Test("SDIFFSTORE: keeps what the first has alone, also into itself")
    func sdiffstore() {
        check(
            """
            SADD a 1 2 3 -> 3
            SADD b 2 -> 1
            SDIFFSTORE d a b none -> 2
            = d -> set 1 3
            SDIFFSTORE a a a -> 0
            = a -> none
            SET s v -> OK
            SDIFFSTORE d b s -> WRONGTYPE
            """
        )
    }
}
