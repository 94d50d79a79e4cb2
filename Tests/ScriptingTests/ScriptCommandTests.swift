import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtScripting
import RedoubtValues
import Testing

@Suite("Each command that runs scripts")
struct ScriptCommandTests {
    private static let library: ByteString = """
        #!lua name=lib
        redis.register_function('add', function(keys, args)
            return redis.call('INCRBY', keys[1], args[1]) end)
        redis.register_function{function_name='look', flags={'no-writes'},
            callback=function(keys) return redis.call('GET', keys[1]) end}
        """

    private func code(
        _ scripted: Scripted,
        _ words: ByteString...
    ) -> CommandError.Code? {
        let arguments = OwnedArguments(words)
        guard let command = CommandTable.standard.lookup(arguments.view[0]) else { return nil }
        do throws(CommandError) {
            _ = try command.run(&scripted.context, arguments.view)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("EVAL: keys and arguments, overflow inside, wrong type, an empty result deletes the key")
    func eval() throws {
        let scripted = Scripted()
        let add: ByteString = "return redis.call('incrby',KEYS[1],ARGV[1])"
        // The number passes through a double on its way out.
        #expect(try scripted.run("EVAL", add, "1", "n", "9223372036854775807") == .integer(.min))
        #expect(code(scripted, "EVAL", add, "1", "n", "1") == .error)
        #expect(code(scripted, "EVAL", "return redis.call('lpop',KEYS[1])", "1", "n") == .error)
        try scripted.run("EVAL", "redis.call('rpush','l','a') redis.call('lpop','l')", "0")
        #expect(try scripted.run("EXISTS", "l") == .integer(0))
        #expect(code(scripted, "EVAL", add, "-1") == .error)
        #expect(code(scripted, "EVAL", add, "2", "n") == .error)
        #expect(code(scripted, "EVAL", add, "x") == .error)
        #expect(code(scripted, "EVAL", "return (", "0") == .error)
        #expect(code(scripted, "EVAL", add) == .error)
        #expect(try scripted.run("GET", "n") == .bulk("9223372036854775807"))
    }

    @Test("EVALSHA: known in any case of letters, a script never shown stops the run")
    func evalSHA() throws {
        let scripted = Scripted()
        guard case .bulk(let sha) = try scripted.run("SCRIPT", "LOAD", "return 7") else {
            Issue.record("no SHA-1")
            return
        }
        #expect(try scripted.run("EVALSHA", sha, "0") == .integer(7))
        let upper = ByteString(sha.printable.uppercased())
        #expect(try scripted.run("EVALSHA", upper, "0") == .integer(7))
        #expect(code(scripted, "EVALSHA", "00", "0") == .unreproducible)
        #expect(code(scripted, "EVALSHA", sha, "-1") == .error)
    }

    @Test("EVAL_RO: reads, and refuses to write")
    func evalReadOnly() throws {
        let scripted = Scripted(ServerProfile(.redis, 7, 0))
        try scripted.run("SET", "a", "1")
        #expect(try scripted.run("EVAL_RO", "return redis.call('get','a')", "0") == .bulk("1"))
        #expect(code(scripted, "EVAL_RO", "redis.call('del','a')", "0") == .error)
        #expect(try scripted.run("EXISTS", "a") == .integer(1))
    }

    @Test("EVALSHA_RO: reads, and refuses to write")
    func evalSHAReadOnly() throws {
        let scripted = Scripted(ServerProfile(.redis, 7, 0))
        let text: ByteString = "return redis.call('set','a','1')"
        guard case .bulk(let sha) = try scripted.run("SCRIPT", "LOAD", text) else {
            Issue.record("no SHA-1")
            return
        }
        #expect(code(scripted, "EVALSHA_RO", sha, "0") == .error)
        #expect(try scripted.run("EXISTS", "a") == .integer(0))
        #expect(try scripted.run("EVALSHA", sha, "0") == .status("OK"))
    }

    @Test("FCALL: a function of a library, overflow and wrong type inside, a missing one")
    func functionCall() throws {
        let scripted = Scripted(ServerProfile(.redis, 7, 0))
        #expect(code(scripted, "FCALL", "add", "1", "n", "2") == .error)
        try scripted.run("FUNCTION", "LOAD", Self.library)
        #expect(try scripted.run("FCALL", "add", "1", "n", "2") == .integer(2))
        #expect(code(scripted, "FCALL", "add", "1", "n", "9223372036854775807") == .error)
        try scripted.run("RPUSH", "l", "a")
        #expect(code(scripted, "FCALL", "add", "1", "l", "1") == .error)
        #expect(code(scripted, "FCALL", "add", "3", "n") == .error)
        try scripted.run("FUNCTION", "FLUSH")
        #expect(code(scripted, "FCALL", "add", "1", "n", "2") == .error)
        #expect(try scripted.run("GET", "n") == .bulk("2"))
    }

    @Test("FCALL_RO: a function that reads, and one that would write")
    func functionCallReadOnly() throws {
        let scripted = Scripted(ServerProfile(.redis, 7, 0))
        try scripted.run("FUNCTION", "LOAD", Self.library)
        try scripted.run("SET", "n", "5")
        #expect(try scripted.run("FCALL_RO", "look", "1", "n") == .bulk("5"))
        #expect(code(scripted, "FCALL_RO", "add", "1", "n", "1") == .error)
        #expect(try scripted.run("GET", "n") == .bulk("5"))
    }

    @Test("SCRIPT: loads, tells, forgets; what does not compile and unknown words fail")
    func script() throws {
        let scripted = Scripted()
        let sha: ByteString = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db"
        #expect(try scripted.run("SCRIPT", "LOAD", "return 1") == .bulk(sha))
        #expect(
            try scripted.run("SCRIPT", "EXISTS", sha, "0") == .array([1, 0].map { .integer($0) })
        )
        #expect(try scripted.run("SCRIPT", "FLUSH") == .ok)
        #expect(try scripted.run("SCRIPT", "EXISTS", sha) == .array([.integer(0)]))
        #expect(code(scripted, "SCRIPT", "LOAD", "return (") == .error)
        #expect(code(scripted, "SCRIPT", "NOPE") == .error)
        #expect(code(scripted, "EVALSHA", sha, "0") == .unreproducible)
    }
}
