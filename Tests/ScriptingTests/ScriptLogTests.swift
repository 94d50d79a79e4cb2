import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A log written by hand, in the style of old servers.
private struct HandMadeLog {
    private let folder: TemporaryFolder
    let path: String

    init(_ records: [[ByteString]]) throws {
        folder = try TemporaryFolder()
        var bytes: [UInt8] = []
        for record in records {
            bytes += Array("*\(record.count)\r\n".utf8)
            for word in record {
                bytes += Array("$\(word.count)\r\n".utf8) + word.array + [13, 10]
            }
        }
        path = try folder.write(bytes, to: "appendonly.aof")
    }

    func digest(_ server: ServerProfile = ServerProfile(.redis, 6, 2)) throws -> String {
        try DigestRun(path: path, options: LoadOptions(server: server)).run().hex
    }
}

@Suite("Logs that hold scripts")
struct ScriptLogTests {
    /// Scripts whose effects depend on every library, on replies and on errors.
    private static let scripts: [ByteString] = [
        "for i=1,50 do redis.call('sadd',KEYS[1],ARGV[1]..math.random(1000)) end",
        "for i,m in ipairs(redis.call('smembers',KEYS[1])) do redis.call('rpush','order',m) end",
        "redis.call('set','json',cjson.encode({n={1,2,3},x=1/3,s='a/b',t=true,z=cjson.null}))",
        "local t=cjson.decode(redis.call('get','json')) redis.call('set','sum',t.n[1]+t.n[3])",
        "redis.call('set','pack',cmsgpack.pack({1,-300,0.1,'x',{2^40}},nil,true))",
        "redis.call('set','struct',struct.pack('>I2i4ds',1,-2,0.5,'abc'))",
        "redis.call('hset','h','hex',bit.tohex(bit.bxor(0x1234,0xffff)),'sha',redis.sha1hex('q'))",
        "redis.call('set','before',1) return redis.call('lpush','before','x')",
        "local r=redis.pcall('lpush','before','x') redis.call('set','caught',r.err)",
        """
        local ok,e=pcall(redis.call,'incr','json')
        redis.call('set','raised',tostring(ok)..type(e))
        """,
        "redis.call('zadd','z',0.1,'a',1/3,'b',1e17,'c') redis.call('zincrby','z',0.2,'a')",
        """
        for i,m in ipairs(redis.call('zrangebyscore','z','-inf','(1e17','withscores')) do
          redis.call('rpush','scores',m) end
        """,
        "redis.call('select','5') redis.call('set','other',redis.call('dbsize'))",
        "redis.call('setex','brief',100000,'v') redis.call('persist','brief')",
        "redis.call('set','types',redis.call('type','z').ok..redis.call('type','none').ok)",
        """
        redis.call('set','ranges',redis.call('getrange','json',-5,-2)..redis.call('strlen','json'))
        """,
        """
        redis.call('xadd','x','1-1','f','v') redis.call('xadd','x','2-1','g','w')
        """,
        "redis.call('xadd','x','3-1','f','v')",
        """
        local e=redis.call('xrange','x','-','+') redis.call('set','entry',e[2][1]..e[2][2][2])
        """,
        "for i,v in ipairs(redis.call('keys','*e*')) do redis.call('append','names',v) end",
        """
        math.randomseed(7) redis.call('set','float',math.random())
        redis.call('incrbyfloat','float',1)
        """,
    ]

    @Test("A log of verbatim scripts by a live Redis 6.2 gives the server's digest")
    func live() throws {
        let server = try LiveServer(
            .redis62,
            config: ["appendonly yes", "lua-replicate-commands no", "aof-use-rdb-preamble no"]
        )
        for script in Self.scripts {
            _ = try server.command(["EVAL", script, "1", "set", "m"])
        }
        let loaded = try server.expect("SCRIPT", "LOAD", "return redis.call('incr',KEYS[1])")
        let sha = try #require(loaded.text)
        for _ in 0..<3 { try server.expect("EVALSHA", sha, "1", "counter") }
        try server.expect("MULTI")
        try server.expect("EVAL", "redis.call('rpush','l',#ARGV)", "0", "a", "b")
        try server.expect("SET", "plain", "1")
        try server.expect("EXEC")
        let digest = try server.digest()
        server.stop()
        let log = server.folder.path("appendonly.aof")
        let text = String(decoding: try FileBytes.read(log), as: UTF8.self).lowercased()
        #expect(text.contains("\r\neval\r\n"))
        #expect(!text.contains("\r\nincrbyfloat\r\n"))
        let run = DigestRun(path: log, options: LoadOptions(server: ServerProfile(.redis, 6, 2)))
        #expect(try run.run().hex == digest)
    }

    @Test("Scripts, SHA-1 calls and transactions as old servers logged them")
    func old() throws {
        let add: ByteString = "return redis.call('incrby',KEYS[1],ARGV[1])"
        let scripted = try HandMadeLog([
            ["SELECT", "0"],
            ["SCRIPT", "LOAD", add],
            ["EVALSHA", "0f9d8f3b42c61b7b4d1c1d1f7f1a7e2d4d1d7ad5", "1", "n", "5"],
        ])
        #expect(throws: RecoveryError.self) { try scripted.digest() }
        let whole = try HandMadeLog([
            ["SELECT", "0"],
            ["EVAL", add, "1", "n", "5"],
            ["MULTI"],
            ["EVAL", add, "1", "n", "7"],
            ["SET", "a", "b"],
            ["EXEC"],
            ["SET", "t", "1"],
            ["PEXPIREAT", "t", "4102444800000"],
            ["eval", "if redis.call('pttl','t') > 0 then return redis.call('del','t') end", "0"],
            ["EVAL", "redis.call('set','kept','1') error('late')", "0"],
        ])
        let plain = try HandMadeLog([
            ["SELECT", "0"], ["SET", "n", "12"], ["SET", "a", "b"], ["SET", "kept", "1"],
        ])
        let profile = ServerProfile(.redis, 3, 2)
        #expect(try whole.digest(profile) == plain.digest(profile))
    }

    @Test("A script that was never shown stops the run with its SHA-1 and its offset")
    func unknownDigest() throws {
        let sha = ByteString(String(repeating: "ab", count: 20))
        let log = try HandMadeLog([["SET", "a", "b"], ["EVALSHA", sha, "0"]])
        do {
            _ = try log.digest()
            Issue.record("the run did not stop")
        } catch let error as RecoveryError {
            #expect(error.cause.contains(sha.printable))
            #expect(error.offset == 27)
        }
    }

    @Test("A command that is not known inside a script stops the run with its offset")
    func unknownCommand() throws {
        let log = try HandMadeLog([["SET", "a", "b"], ["EVAL", "redis.call('nosuch')", "0"]])
        do {
            _ = try log.digest()
            Issue.record("the run did not stop")
        } catch let error as RecoveryError {
            #expect(error.cause.contains("nosuch"))
            #expect(error.offset == 27)
        }
    }
}
