import Testing

@Suite("Each command on functions")
struct FunctionsScripts {
    @Test("FUNCTION: loads, replaces and deletes libraries, and survives FLUSHALL")
    func function() {
        check(
            #"""
            FUNCTION DELETE none -> ERR
            FUNCTION LOAD nothing -> ERR
            FUNCTION NOPE x -> ERR
            FUNCTION FLUSH -> OK
            FUNCTION FLUSH NOPE -> ERR
            FUNCTION LOAD "#!lua name=a\x0aredis.register_function('f',redis.log)" -> "a"
            FUNCTION LOAD "#!lua name=a\x0aredis.register_function('f',redis.log)" -> ERR
            FUNCTION LOAD REPLACE "#!lua name=a\x0aredis.register_function('g',redis.log)" -> "a"
            FLUSHALL -> OK
            FUNCTION DELETE a -> OK
            FUNCTION DELETE a -> ERR
            FUNCTION RESTORE x -> ERR
            """#
        )
    }
}
