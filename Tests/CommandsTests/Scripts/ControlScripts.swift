import Testing

@Suite("Each command on nothing in the dataset")
struct ControlScripts {
    @Test("MULTI: changes nothing by itself")
    func multi() {
        check(
            """
            MULTI -> OK
            """
        )
    }

    @Test("EXEC: changes nothing by itself")
    func exec() {
        check(
            """
            EXEC -> OK
            """
        )
    }

    @Test("DISCARD: changes nothing by itself")
    func discard() {
        check(
            """
            DISCARD -> OK
            """
        )
    }

    @Test("WATCH: changes nothing, needs a key")
    func watch() {
        check(
            """
            WATCH a -> OK
            WATCH -> ERR
            """
        )
    }

    @Test("UNWATCH: changes nothing")
    func unwatch() {
        check(
            """
            UNWATCH -> OK
            """
        )
    }

    @Test("PING: changes nothing")
    func ping() {
        check(
            """
            PING -> OK
            """
        )
    }

    @Test("REPLCONF: changes nothing")
    func replconf() {
        check(
            """
            REPLCONF GETACK * -> OK
            """
        )
    }

    @Test("PUBLISH: changes nothing")
    func publish() {
        check(
            """
            SET k v -> OK
            PUBLISH k w -> OK
            = k -> string "v"
            """
        )
    }

    @Test("SPUBLISH: changes nothing")
    func spublish() {
        check(
            """
            SET k v -> OK
            SPUBLISH k w -> OK
            = k -> string "v"
            """
        )
    }

    @Test("SAVE: changes nothing")
    func save() {
        check(
            """
            SAVE -> OK
            """
        )
    }

    @Test("BGSAVE: changes nothing")
    func bgsave() {
        check(
            """
            BGSAVE SCHEDULE -> OK
            """
        )
    }

    @Test("BGREWRITEAOF: changes nothing")
    func bgrewriteaof() {
        check(
            """
            BGREWRITEAOF -> OK
            """
        )
    }

    @Test("LASTSAVE: changes nothing")
    func lastsave() {
        check(
            """
            LASTSAVE -> OK
            """
        )
    }
}
