import Testing

@Suite("Each command on lists, part 1")
struct ListsScripts {
    @Test("LPUSH: pushes one by one to the head and keeps the expiry")
    func lpush() {
        check(
            """
            LPUSH l a b -> 2
            PEXPIREAT l 9999999999999 -> 1
            LPUSH l c -> 3
            = l -> list c b a @9999999999999
            SET s v -> OK
            LPUSH s a -> WRONGTYPE
            """
        )
    }

    @Test("RPUSH: pushes to the tail")
    func rpush() {
        check(
            """
            RPUSH l a b -> 2
            RPUSH l "" -> 3
            = l -> list a b ""
            SET s v -> OK
            RPUSH s a -> WRONGTYPE
            """
        )
    }

    @Test("LPUSHX: pushes to a list that is there only")
    func lpushx() {
        check(
            """
            LPUSHX l a -> 0
            = l -> none
            RPUSH l x -> 1
            LPUSHX l a b -> 3
            = l -> list b a x
            SET s v -> OK
            LPUSHX s a -> WRONGTYPE
            """
        )
    }

    @Test("RPUSHX: pushes to a list that is there only")
    func rpushx() {
        check(
            """
            RPUSHX l a -> 0
            RPUSH l x -> 1
            RPUSHX l a b -> 3
            = l -> list x a b
            SET s v -> OK
            RPUSHX s a -> WRONGTYPE
            """
        )
    }

    @Test("LPOP: takes from the head, and the key and its expiry with the last element")
    func lpop() {
        check(
            """
            RPUSH l a b c d -> 4
            PEXPIREAT l 9999999999999 -> 1
            LPOP l -> "a"
            LPOP l 2 -> ["b" "c"]
            = l -> list d @9999999999999
            LPOP l 9223372036854775807 -> ["d"]
            = l -> none
            RPUSH l a -> 1
            = l -> list a
            LPOP l 0 -> []
            LPOP l -1 -> ERR
            LPOP none -> nil
            LPOP none 5 -> nil
            SET s v -> OK
            LPOP s -> WRONGTYPE
            """
        )
    }

    @Test("RPOP: takes from the tail")
    func rpop() {
        check(
            """
            RPUSH l a b c d -> 4
            RPOP l -> "d"
            RPOP l 2 -> ["c" "b"]
            RPOP l 5 -> ["a"]
            = l -> none
            RPOP l -> nil
            SET s v -> OK
            RPOP s 1 -> WRONGTYPE
            """
        )
    }

    @Test("LSET: counts negative places from the tail, refuses those outside")
    func lset() {
        check(
            """
            RPUSH l a b c -> 3
            LSET l 0 x -> OK
            LSET l -1 z -> OK
            = l -> list x b z
            LSET l 3 y -> ERR
            LSET l -4 y -> ERR
            LSET l 9223372036854775807 y -> OK
            LSET none 0 y -> ERR
            SET s v -> OK
            LSET s 0 y -> WRONGTYPE
            """
        )
    }

    @Test("LINSERT: inserts at the first match only")
    func linsert() {
        check(
            """
            RPUSH l a b a -> 3
            LINSERT l BEFORE a x -> 4
            LINSERT l AFTER b y -> 5
            = l -> list x a b y a
            LINSERT l AFTER none y -> -1
            LINSERT none AFTER a y -> 0
            LINSERT l NEXT a y -> ERR
            SET s v -> OK
            LINSERT s AFTER a b -> WRONGTYPE
            """
        )
    }

    @Test("LREM: removes from either end, and the key with the last element")
    func lrem() {
        check(
            """
            RPUSH l a b a c a -> 5
            LREM l 1 a -> 1
            LREM l -1 a -> 1
            = l -> list b a c
            LREM l 0 a -> 1
            = l -> list b c
            LREM l 0 none -> 0
            LREM l -2 b -> 1
            LREM l 0 c -> 1
            = l -> none
            LREM none 0 a -> 0
            SET s v -> OK
            LREM s 0 a -> WRONGTYPE
            """
        )
    }

    @Test("LTRIM: keeps a range, and removes the key for an empty one")
    func ltrim() {
        check(
            """
            RPUSH l a b c d -> 4
            PEXPIREAT l 9999999999999 -> 1
            LTRIM l 1 -2 -> OK
            = l -> list b c @9999999999999
            LTRIM l -100 100 -> OK
            = l -> list b c @9999999999999
            LTRIM l 5 9 -> OK
            = l -> none
            RPUSH l a b -> 2
            LTRIM l 1 0 -> OK
            = l -> none
            LTRIM none 0 1 -> OK
            LTRIM none x 1 -> ERR
            SET s v -> OK
            LTRIM s 0 1 -> WRONGTYPE
            """
        )
    }

    @Test("LMOVE: moves between ends, turns within one list, and removes an emptied one")
    func lmove() {
        check(
            """
            RPUSH a 1 2 3 -> 3
            LMOVE a b LEFT RIGHT -> "1"
            LMOVE a b RIGHT LEFT -> "3"
            = b -> list 3 1
            LMOVE a a LEFT RIGHT -> "2"
            LMOVE a b LEFT LEFT -> "2"
            = a -> none
            = b -> list 2 3 1
            LMOVE b b LEFT RIGHT -> "2"
            = b -> list 3 1 2
            LMOVE none b LEFT LEFT -> nil
            LMOVE b c UP DOWN -> ERR
            SET s v -> OK
            LMOVE b s LEFT LEFT -> WRONGTYPE
            LMOVE s b LEFT LEFT -> WRONGTYPE
            LMOVE none s LEFT LEFT -> nil
            = b -> list 3 1 2
            """
        )
    }

    @Test("RPOPLPUSH: moves from tail to head")
    func rpoplpush() {
        check(
            """
            RPUSH a 1 2 -> 2
            PEXPIREAT a 9999999999999 -> 1
            RPOPLPUSH a a -> "2"
            = a -> list 2 1 @9999999999999
            RPOPLPUSH a b -> "1"
            RPOPLPUSH a b -> "2"
            = a -> none
            = b -> list 2 1
            RPOPLPUSH none b -> nil
            SET s v -> OK
            RPOPLPUSH b s -> WRONGTYPE
            = b -> list 2 1
            """
        )
    }

    @Test("LMPOP: pops from the first list with elements and ignores those behind it")
    func lmpop() {
        check(
            """
            RPUSH b 1 2 3 -> 3
            RPUSH c 4 -> 1
            LMPOP 3 a b c LEFT -> ["b" ["1"]]
            LMPOP 3 a b c RIGHT COUNT 9223372036854775807 -> ["b" ["3" "2"]]
            = b -> none
            LMPOP 2 a b LEFT -> nil
            LMPOP 0 a LEFT -> ERR
            LMPOP 2 a LEFT -> ERR
            LMPOP 1 c LEFT COUNT 0 -> ERR
            LMPOP 1 c UP -> ERR
            SET s v -> OK
            LMPOP 2 s c LEFT -> WRONGTYPE
            = c -> list 4
            """
        )
    }

    @Test("BLMPOP: pops as LMPOP does when it is served at once")
    func blmpop() {
        check(
            """
            RPUSH b 1 2 3 -> 3
            BLMPOP 0 2 a b RIGHT COUNT 2 -> ["b" ["3" "2"]]
            = b -> list 1
            BLMPOP -1 1 b LEFT -> ERR
            BLMPOP x 1 b LEFT -> ERR
            SET s v -> OK
            BLMPOP 0 2 s b LEFT -> WRONGTYPE
            """
        )
    }

    @Test("BLPOP: pops from the head of the first list with elements")
    func blpop() {
        check(
            """
            RPUSH b 1 2 -> 2
            BLPOP a b 0 -> ["b" "1"]
            BLPOP b 0.5 -> ["b" "2"]
            = b -> none
            RPUSH b 1 -> 1
            BLPOP b -1 -> ERR
            BLPOP b x -> ERR
            SET s v -> OK
            BLPOP s b 0 -> WRONGTYPE
            = b -> list 1
            """
        )
    }

    @Test("BRPOP: pops from the tail of the first list with elements")
    func brpop() {
        check(
            """
            RPUSH b 1 2 -> 2
            BRPOP a b 0 -> ["b" "2"]
            = b -> list 1
            SET s v -> OK
            BRPOP s b 0 -> WRONGTYPE
            """
        )
    }

    @Test("BLMOVE: moves as LMOVE does when it is served at once")
    func blmove() {
        check(
            """
            RPUSH a 1 2 -> 2
            BLMOVE a b LEFT RIGHT 0 -> "1"
            = a -> list 2
            = b -> list 1
            BLMOVE a b LEFT UP 0 -> ERR
            BLMOVE a b LEFT RIGHT -1 -> ERR
            SET s v -> OK
            BLMOVE a s LEFT LEFT 0 -> WRONGTYPE
            """
        )
    }

    @Test("BRPOPLPUSH: moves as RPOPLPUSH does when it is served at once")
    func brpoplpush() {
        check(
            """
            RPUSH a 1 2 -> 2
            BRPOPLPUSH a b 0 -> "2"
            BRPOPLPUSH a b 0 -> "1"
            = a -> none
            = b -> list 1 2
            BRPOPLPUSH b a -1 -> ERR
            SET s v -> OK
            BRPOPLPUSH b s 0 -> WRONGTYPE
            """
        )
    }
}
