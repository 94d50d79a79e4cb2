import Testing

@Suite("Each command on databases")
struct DatabasesScripts {
    @Test("SELECT: switches the database and refuses a negative number")
    func select() {
        check(
            """
            SET k 0 -> OK
            SELECT 1 -> OK
            = k -> none
            SELECT -1 -> ERR
            SELECT x -> ERR
            SET k 1 -> OK
            SELECT 0 -> OK
            = k -> string "0"
            """
        )
    }

    @Test("SWAPDB: exchanges whole databases and keeps the selected number")
    func swapdb() {
        check(
            """
            SET k 0 PXAT 9999999999999 -> OK
            SWAPDB 0 1 -> OK
            = k -> none
            SELECT 1 -> OK
            = k -> string "0" @9999999999999
            SWAPDB 1 1 -> OK
            SWAPDB 0 x -> ERR
            SWAPDB 0 -1 -> ERR
            = k -> string "0" @9999999999999
            """
        )
    }

    @Test("FLUSHDB: empties the selected database only")
    func flushdb() {
        check(
            """
            SET k 0 -> OK
            SELECT 1 -> OK
            SET k 1 -> OK
            FLUSHDB ASYNC -> OK
            = k -> none
            FLUSHDB -> OK
            FLUSHDB NOPE -> ERR
            SELECT 0 -> OK
            = k -> string "0"
            """
        )
    }

    @Test("FLUSHALL: empties every database")
    func flushall() {
        check(
            """
            SET k 0 -> OK
            SELECT 1 -> OK
            SET k 1 -> OK
            FLUSHALL SYNC -> OK
            = k -> none
            FLUSHALL NOPE -> ERR
            SELECT 0 -> OK
            = k -> none
            """
        )
    }

    @Test("SFLUSH: empties ranges of slots")
    func sflush() {
        check(
            """
            SET foo 1 -> OK
            SET bar 2 -> OK
            SFLUSH 12182 12182 SYNC -> OK
            = foo -> none
            = bar -> string "2"
            SFLUSH 0 16383 -> OK
            = bar -> none
            SFLUSH 5 4 -> ERR
            SFLUSH 0 16384 -> ERR
            SFLUSH 1 2 3 -> ERR
            """
        )
    }

    @Test("TRIMSLOTS: empties ranges of slots")
    func trimslots() {
        check(
            """
            SET foo 1 -> OK
            SET bar 2 -> OK
            TRIMSLOTS RANGES 2 0 1 12182 12183 -> OK
            = foo -> none
            = bar -> string "2"
            TRIMSLOTS RANGES 2 0 1 -> ERR
            TRIMSLOTS RANGES 9223372036854775807 0 1 -> ERR
            TRIMSLOTS RANGES 1 0 16384 -> ERR
            TRIMSLOTS SLOTS 1 0 1 -> ERR
            """
        )
    }

    @Test("CLUSTER: empties one slot in every database and does nothing else")
    func cluster() {
        check(
            """
            SET foo 1 -> OK
            SET {foo}x 2 -> OK
            SET bar 3 -> OK
            CLUSTER FLUSHSLOT 12182 SYNC -> OK
            = foo -> none
            = {foo}x -> none
            = bar -> string "3"
            CLUSTER FLUSHSLOT 16384 -> ERR
            CLUSTER FLUSHSLOT 5 NOPE -> ERR
            CLUSTER RESET -> UNREPRODUCIBLE
            """
        )
    }
}
