import Testing

@Suite("Each command on HyperLogLogs")
struct HyperLogLogsScripts {
    @Test("PFADD: creates without an element, refuses a string that is no HyperLogLog")
    func pfadd() {
        check(
            """
            PFADD p -> 1
            PFADD p a b -> 1
            PFADD p a -> 0
            PEXPIREAT p 9999999999999 -> 1
            PFADD p c -> 1
            PFCOUNT p -> 3
            SET s v -> OK
            PFADD s a -> WRONGTYPE
            RPUSH l a -> 1
            PFADD l a -> WRONGTYPE
            """
        )
    }

    @Test("PFCOUNT: counts a union without storing it")
    func pfcount() {
        check(
            """
            PFADD p a b -> 1
            PFADD q b c -> 1
            PFCOUNT p q none -> 3
            PFCOUNT none -> 0
            SET s v -> OK
            PFCOUNT s -> WRONGTYPE
            RPUSH l a -> 1
            PFCOUNT p l -> WRONGTYPE
            """
        )
    }

    @Test("PFMERGE: merges into a destination that counts as a source")
    func pfmerge() {
        check(
            """
            PFADD p a -> 1
            PFADD q b -> 1
            PFMERGE p q none -> OK
            PFCOUNT p -> 2
            PFMERGE d -> OK
            PFCOUNT d -> 0
            SET s v -> OK
            PFMERGE p s -> WRONGTYPE
            PFMERGE s p -> WRONGTYPE
            RPUSH l a -> 1
            PFMERGE p l -> WRONGTYPE
            PFCOUNT p -> 2
            """
        )
    }

    @Test("PFDEBUG: turns a sparse one into a dense one")
    func pfdebug() {
        check(
            """
            PFADD p a -> 1
            PFDEBUG TODENSE p -> 1
            PFDEBUG TODENSE p -> 0
            PFCOUNT p -> 1
            PFDEBUG TODENSE none -> ERR
            SET s v -> OK
            PFDEBUG TODENSE s -> WRONGTYPE
            """
        )
    }
}
