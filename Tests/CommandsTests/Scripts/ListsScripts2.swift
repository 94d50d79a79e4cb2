import Testing

@Suite("Each command on lists, part 2")
struct ListsScripts2 {
    @Test("LMOVEM: moves many elements, one by one or as a block")
    func lmovem() {
        check(
            """
            RPUSH a 1 2 3 4 5 6 -> 6
            LMOVEM a b LEFT LEFT -> ["1"]
            LMOVEM a b LEFT LEFT COUNT 2 OBO -> ["3" "2"]
            = b -> list 3 2 1
            LMOVEM a c LEFT LEFT COUNT 2 BULK -> ["4" "5"]
            = c -> list 4 5
            LMOVEM c d RIGHT RIGHT EXACTLY 2 BULK -> ["4" "5"]
            = c -> none
            = d -> list 4 5
            LMOVEM d d RIGHT LEFT EXACTLY 1 OBO -> ["5"]
            = d -> list 5 4
            LMOVEM a b LEFT RIGHT EXACTLY 2 OBO -> nil
            = a -> list 6
            LMOVEM a b LEFT RIGHT COUNT 9223372036854775807 OBO -> ["6"]
            = a -> none
            LMOVEM none b LEFT LEFT -> nil
            LMOVEM b c LEFT LEFT COUNT 0 OBO -> ERR
            LMOVEM b c LEFT LEFT COUNT 1 -> ERR
            SET s v -> OK
            LMOVEM b s LEFT LEFT -> WRONGTYPE
            LMOVEM s b LEFT LEFT -> WRONGTYPE
            """
        )
    }

    @Test("BLMOVEM: moves as LMOVEM does when it is served at once")
    func blmovem() {
        check(
            """
            RPUSH a 1 2 3 -> 3
            BLMOVEM a b LEFT RIGHT 0 EXACTLY 2 OBO -> ["1" "2"]
            = b -> list 1 2
            BLMOVEM a b LEFT RIGHT 0 -> ["3"]
            = a -> none
            BLMOVEM b a LEFT RIGHT -1 -> ERR
            """
        )
    }
}
