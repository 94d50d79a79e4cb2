import RedoubtBytes
import RedoubtCommands
import RedoubtValues
import Testing

@Suite("Commands inside scripts")
struct CommandsInScriptsTests {
    @Test("Numbers become texts of 17 digits")
    func numbers() throws {
        let scripted = Scripted()
        for (number, text): (String, ByteString) in [
            ("0.1", "0.10000000000000001"), ("3", "3"), ("1e17", "1e+17"), ("-2.5", "-2.5"),
        ] {
            try scripted.script(ByteString("redis.call('set','n',\(number))"))
            #expect(try scripted.run("GET", "n") == .bulk(text))
        }
    }

    @Test("Replies become values, and values replies")
    func conversion() throws {
        let scripted = Scripted()
        let values = try scripted.script(
            "return {redis.call('get','no')==false,1.9,-1.9,true,false,'x',{1,{2}},nil,5}"
        )
        #expect(
            values
                == .array([
                    .integer(1), .integer(1), .integer(-1), .integer(1), .null, .bulk("x"),
                    .array([.integer(1), .array([.integer(2)])]),
                ])
        )
        #expect(try scripted.script("return redis.call('set','q','v').ok") == .bulk("OK"))
        #expect(try scripted.script("return redis.status_reply('FINE')") == .status("FINE"))
        let score = try scripted.script(
            "redis.call('zadd','z',0.1,'a') return redis.call('zscore','z','a')"
        )
        #expect(score == .bulk("0.10000000000000001"))
        #expect(
            try scripted.script("return redis.sha1hex('abc')")
                == .bulk("a9993e364706816aba3e25717850c26c9cd0d89d")
        )
    }

    @Test("An error is a text for pcall in 6.2, and a table in 7.0")
    func errors() throws {
        let caught: ByteString = "local ok,e=pcall(redis.call,'incr','s') return {type(e)}"
        for (profile, kind): (ServerProfile, ByteString) in [
            (ServerProfile(.redis, 6, 2), "string"), (ServerProfile(.redis, 7, 0), "table"),
        ] {
            let scripted = Scripted(profile)
            try scripted.run("SADD", "s", "a")
            #expect(try scripted.script(caught) == .array([.bulk(kind)]))
            #expect(
                try scripted.script("return redis.pcall('incr','s').err")
                    == .bulk("WRONGTYPE Operation against a key holding the wrong kind of value")
            )
        }
    }

    @Test("What a failing script changed before stays")
    func failing() throws {
        let scripted = Scripted()
        let error = scripted.error("redis.call('set','a','1') redis.call('lpush','a','x')")
        #expect(error?.code == .error)
        #expect(try scripted.run("GET", "a") == .bulk("1"))
        #expect(scripted.error("return redis.error_reply('MY err')")?.subject == "MY err")
        #expect(scripted.error("error({err='MINE'})")?.subject == "MINE")
        #expect(scripted.error("error({})")?.code == .error)
    }

    @Test("Sets, fields and keys come sorted")
    func sorted() throws {
        let scripted = Scripted()
        try scripted.run("SADD", "s", "c", "a", "b", "10", "9")
        try scripted.run("HSET", "h", "z", "1", "y", "0")
        let lists = try scripted.script(
            """
            return {redis.call('smembers','s'),redis.call('hkeys','h'),redis.call('hvals','h'),
            redis.call('keys','*')}
            """
        )
        let expected: [[ByteString]] = [
            ["10", "9", "a", "b", "c"], ["y", "z"], ["0", "1"], ["h", "s"],
        ]
        #expect(lists == .array(expected.map { .array($0.map { .bulk($0) }) }))
    }

    @Test("Nothing is written behind a command that would not repeat its answer")
    func unrepeatable() throws {
        let scripted = Scripted()
        #expect(scripted.error("redis.call('time') redis.call('set','q','w')")?.code == .error)
        #expect(scripted.error("redis.call('ttl','q') redis.call('set','q','w')")?.code == .error)
        #expect(try scripted.run("EXISTS", "q") == .integer(0))
        let old = Scripted(ServerProfile(.redis, 2, 8))
        #expect(old.error("redis.call('ttl','q') redis.call('set','q','w')") == nil)
        let time = try scripted.script("return redis.call('time')")
        #expect(time == .array([.bulk("1600000000"), .bulk("123000")]))
    }

    @Test("A script may select a database and comes back")
    func selecting() throws {
        let scripted = Scripted()
        try scripted.script("redis.call('select','3') redis.call('set','a','b')")
        #expect(scripted.context.database == 0)
        #expect(try scripted.run("EXISTS", "a") == .integer(0))
        scripted.context.database = 3
        #expect(try scripted.run("EXISTS", "a") == .integer(1))
        let oldest = Scripted(ServerProfile(.redis, 2, 6))
        try oldest.script("redis.call('select','3')")
        #expect(oldest.context.database == 3)
    }

    @Test("Transactions and scripts are not for scripts; an unknown command stops the run")
    func refused() {
        let scripted = Scripted()
        #expect(scripted.error("redis.call('multi')")?.code == .error)
        #expect(scripted.error("redis.call('eval','return 1','0')")?.code == .error)
        #expect(scripted.error("redis.call('get')")?.code == .error)
        #expect(scripted.error("redis.call()")?.code == .error)
        #expect(scripted.error("redis.call('set','a',{})")?.code == .error)
        let unknown = scripted.error("redis.pcall('JSON.SET','a','$','1') return 1")
        #expect(unknown?.code == .unreproducible)
        #expect(unknown?.subject == "JSON.SET")
    }

    @Test("Keys and arguments reach the script; a wrong count is refused")
    func arguments() throws {
        let scripted = Scripted()
        let given = try scripted.run("EVAL", "return {#KEYS,KEYS[1],ARGV[2]}", "1", "k", "a", "b")
        #expect(given == .array([.integer(1), .bulk("k"), .bulk("b")]))
        for count: ByteString in ["-1", "3", "x"] {
            #expect(throws: CommandError.self) {
                try scripted.run("EVAL", "return 1", count, "k", "a")
            }
        }
    }

    @Test("Scripts are called by their SHA-1 until they are flushed")
    func digests() throws {
        let scripted = Scripted()
        let digest = try scripted.run("SCRIPT", "LOAD", "return 7")
        guard case .bulk(let name) = digest else { throw CommandError("no digest") }
        #expect(try scripted.run("EVALSHA", name, "0") == .integer(7))
        #expect(
            try scripted.run("SCRIPT", "EXISTS", name, "no") == .array([.integer(1), .integer(0)])
        )
        try scripted.run("SCRIPT", "FLUSH")
        do throws(CommandError) {
            try scripted.run("EVALSHA", name, "0")
            Issue.record("the script is still there")
        } catch {
            #expect(error.code == .unreproducible)
            #expect(error.subject == name.printable)
        }
        scripted.context.keyspace.auxiliaries = [("lua", "return 8")]
        #expect(try scripted.run("EVAL", "return 8", "0") == .integer(8))
    }

    @Test("Scripts of a snapshot's auxiliary fields are known")
    func snapshotScripts() throws {
        let scripted = Scripted()
        scripted.context.keyspace.auxiliaries = [("lua", "return 7")]
        let other = Scripted()
        guard case .bulk(let name) = try other.run("SCRIPT", "LOAD", "return 7") else {
            throw CommandError("no digest")
        }
        #expect(try scripted.run("EVALSHA", name, "0") == .integer(7))
    }

    @Test("Functions of both forms of registration are called")
    func functions() throws {
        let scripted = Scripted(ServerProfile(.redis, 7, 0))
        try scripted.run(
            "FUNCTION",
            "LOAD",
            """
            #!lua name=lib
            local function put(keys, args) return redis.call('set', keys[1], args[1]) end
            redis.register_function('put', put)
            redis.register_function{function_name='read', callback=function(keys)
              return redis.call('get', keys[1]) end, flags={'no-writes'}}
            """
        )
        #expect(try scripted.run("FCALL", "put", "1", "k", "v") == .status("OK"))
        #expect(try scripted.run("FCALL_RO", "read", "1", "k") == .bulk("v"))
        #expect(throws: CommandError.self) { try scripted.run("FCALL_RO", "put", "1", "k", "w") }
        #expect(throws: CommandError.self) { try scripted.run("FCALL", "missing", "0") }
        #expect(try scripted.run("GET", "k") == .bulk("v"))
        try scripted.run("FUNCTION", "FLUSH")
        #expect(throws: CommandError.self) { try scripted.run("FCALL", "put", "1", "k", "v") }
    }
}
