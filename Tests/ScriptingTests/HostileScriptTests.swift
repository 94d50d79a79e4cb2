import RedoubtBytes
import RedoubtCommands
import RedoubtScripting
import Testing

@Suite("Hostile scripts end cleanly")
struct HostileScriptTests {
    @Test(
        "One that does not end stops the run",
        arguments: [
            "while true do end",
            "while true do pcall(function() while true do end end) end",
            "local function f() pcall(f) f() end while true do pcall(f) end",
            "local w = coroutine.wrap(function() while true do end end) while true do pcall(w) end",
            "repeat local ok = pcall(error) until false",
            "setmetatable({}, {__index=function() while true do end end})[1] = 1 while true do end",
            "table.sort({1,2,3}, function() while true do end end)",
        ]
    )
    func endless(_ script: String) {
        #expect(Scripted().error(ByteString(script))?.code == .unreproducible)
    }

    @Test(
        "One that wants too much memory stops the run",
        arguments: [
            "return string.rep('x', 2^31)",
            "local s = 'x' while true do s = s .. s end",
            "local t = {} while true do t[#t+1] = {} end",
            "local t = {} for i = 1, 40 do t = {t, t} end return t",
            "local t = {} for i = 1, 40 do t = {t, t} end return cjson.encode(t)",
            "while true do pcall(string.rep, 'abc', 1e9) end",
            "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100000) .. i end",
        ]
    )
    func large(_ script: String) {
        #expect(Scripted().error(ByteString(script))?.code == .unreproducible)
    }

    @Test(
        "One that a server refuses too is a plain error",
        arguments: [
            "local function f() return 1 + f() end return f()",
            "local t = {} t[1] = t return t",
            "error(setmetatable({}, {__tostring=function() error('again') end}))",
            "error()", "error(nil)", "error({err={}})", "error(function() end)",
            "return (('('):rep(5000))()",
            "x = 1", "return y", "_G.z = 2", "return io", "return require('os')",
            "return os.execute('true')", "return debug.getinfo(1)", "return package.path",
            "return loadfile('/etc/passwd')", "return dofile('/etc/passwd')", "print('x')",
            "return unpack({}, 1, 1e8)", "return (",
            "return loadstring(string.dump(function() end))()",
            "return loadstring(('('):rep(100000))()",
            "return string.find(('a'):rep(50), ('a?'):rep(200000) .. 'b')",
            "return string.gsub('a', ('('):rep(3000), '')",
            "return cjson.decode('+1')", "return cjson.decode('infinit')",
        ]
    )
    func refused(_ script: String) {
        #expect(Scripted().error(ByteString(script))?.code == .error)
    }

    @Test(
        "What servers have and the machine has not stops the run",
        arguments: [
            "return cjson.new()", "pcall(cjson.new)", "redis.setresp(3)",
            "redis.call('sadd','s','a') return redis.call('srandmember','s')",
            "return redis.pcall('object','encoding','s')",
        ]
    )
    func unsupported(_ script: String) {
        #expect(Scripted().error(ByteString(script))?.code == .unreproducible)
    }

    @Test("The engine goes on behind a script that was stopped")
    func goingOn() throws {
        let scripted = Scripted()
        #expect(scripted.error("while true do end") != nil)
        #expect(try scripted.script("return 1") == .integer(1))
        #expect(scripted.error("local s = 'x' while true do s = s .. s end") != nil)
        #expect(try scripted.script("return 2") == .integer(2))
    }

    @Test("Texts with any bytes pass through unchanged")
    func bytes() throws {
        let all = ByteString(Array(0...255))
        let scripted = Scripted()
        let back = try scripted.run(
            "EVAL",
            "redis.call('set',KEYS[1],ARGV[1]) return ARGV[1]",
            "1",
            all,
            all
        )
        #expect(back == .bulk(all))
        #expect(try scripted.run("GET", all) == .bulk(all))
        #expect(try scripted.run("EVAL", "return ''", "0") == .bulk(""))
        #expect(try scripted.run("EVAL", "", "0") == .null)
    }
}
