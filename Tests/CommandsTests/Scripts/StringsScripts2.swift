import Testing

@Suite("Each command on strings, part 2")
struct StringsScripts2 {
    @Test("INCREX: stays within bounds or saturates, sets the expiry with the number")
    func increx() {
        check(
            """
            INCREX n -> [1 1]
            INCREX n BYINT 9 UBOUND 5 -> [1 0]
            = n -> string "1"
            INCREX n BYINT 9 UBOUND 5 SATURATE -> [5 4]
            INCREX n BYINT -9 LBOUND 0 SATURATE PXAT 9999999999999 -> [0 -5]
            = n -> string "0" @9999999999999
            INCREX n PXAT 8888888888888 ENX -> [1 1]
            = n -> string "1" @9999999999999
            INCREX n PERSIST -> [2 1]
            = n -> string "2"
            SET n 9223372036854775807 -> OK
            INCREX n -> [9223372036854775807 0]
            INCREX f BYFLOAT 0.5 -> ["0.5" "0.5"]
            SET n x -> OK
            INCREX n -> ERR
            SADD s a -> 1
            INCREX s -> WRONGTYPE
            INCREX m LBOUND 5 UBOUND 4 -> ERR
            """
        )
    }

    @Test("APPEND: creates, keeps the expiry, also with nothing to append")
    func append() {
        check(
            """
            APPEND k ab -> 2
            PEXPIREAT k 9999999999999 -> 1
            APPEND k c -> 3
            APPEND k "" -> 3
            = k -> string "abc" @9999999999999
            APPEND e "" -> 0
            = e -> string ""
            SADD s a -> 1
            APPEND s b -> WRONGTYPE
            """
        )
    }

    @Test("SETRANGE: pads with zero bytes, creates nothing for an empty value")
    func setrange() {
        check(
            #"""
            SETRANGE k 0 "" -> 0
            = k -> none
            SETRANGE k 3 ab -> 5
            = k -> string "\x00\x00\x00ab"
            SETRANGE k 1 x -> 5
            = k -> string "\x00x\x00ab"
            SETRANGE k 9 "" -> 5
            SETRANGE k -1 x -> ERR
            SETRANGE k 9223372036854775807 x -> ERR
            SADD s a -> 1
            SETRANGE s 0 b -> WRONGTYPE
            """#
        )
    }

    @Test("SETBIT: grows the string even when it writes a zero")
    func setbit() {
        check(
            #"""
            SETBIT k 7 1 -> 0
            SETBIT k 7 1 -> 1
            SETBIT k 20 0 -> 0
            = k -> string "\x01\x00\x00"
            SETBIT k -1 1 -> ERR
            SETBIT k 4294967296 1 -> ERR
            SETBIT k 1 2 -> ERR
            SADD s a -> 1
            SETBIT s 1 1 -> WRONGTYPE
            """#
        )
    }

    @Test("BITFIELD: wraps, saturates or refuses by the width of the field")
    func bitfield() {
        check(
            #"""
            BITFIELD k SET u8 0 255 INCRBY u8 0 1 -> [0 0]
            BITFIELD k OVERFLOW SAT INCRBY u8 0 300 -> [255]
            BITFIELD k OVERFLOW FAIL INCRBY u8 0 1 -> [nil]
            BITFIELD k SET i8 #1 -1 OVERFLOW SAT INCRBY i8 #1 -200 -> [0 -128]
            BITFIELD j SET i64 0 9223372036854775807 INCRBY i64 0 1 -> [0 -9223372036854775808]
            BITFIELD k GET u4 0 -> [15]
            = k -> string "\xff\x80"
            BITFIELD k SET u64 0 1 -> ERR
            BITFIELD k SET u8 -1 1 -> ERR
            BITFIELD k OVERFLOW NOPE -> ERR
            SADD s a -> 1
            BITFIELD s SET u8 0 1 -> WRONGTYPE
            """#
        )
    }

    @Test("BITOP: extends with zeros, removes the destination for an empty result")
    func bitop() {
        check(
            #"""
            SET a \xff\x0f -> OK
            SET b \x0f -> OK
            BITOP AND d a b -> 2
            = d -> string "\x0f\x00"
            BITOP OR d a b -> 2
            = d -> string "\xff\x0f"
            BITOP XOR d a b none -> 2
            = d -> string "\xf0\x0f"
            PEXPIREAT d 9999999999999 -> 1
            BITOP NOT d b -> 1
            = d -> string "\xf0"
            BITOP NOT d a b -> ERR
            BITOP AND d none1 none2 -> 0
            = d -> none
            SADD s x -> 1
            BITOP AND d a s -> WRONGTYPE
            BITOP OR s a b -> 2
            = s -> string "\xff\x0f"
            """#
        )
    }
}
