import RedoubtBytes
import RedoubtCommands
import Testing

@Suite("Command table")
struct CommandTableTests {
    private func found(_ name: String) -> String? {
        let name = ByteString(name)
        return CommandTable.standard.lookup(name.bytes)?.name
    }

    @Test("finds every command in letters of any case, and nothing else")
    func lookup() {
        for command in CommandTable.standard.commands {
            let names = [
                command.name, command.name.lowercased(),
                "\(command.name.prefix(1))" + command.name.lowercased().dropFirst(),
            ]
            for name in names {
                #expect(found(name) == command.name)
            }
            #expect(found(command.name + "X") != command.name)
        }
        for name in ["", "EVALX", "GETX", "XREAD", String(repeating: "A", count: 99)] {
            #expect(found(name) == nil)
        }
    }

    @Test("names are unique, upper-case and sorted into one family each")
    func names() {
        let names = CommandTable.standard.commands.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0 == $0.uppercased() })
    }

    @Test("a wrong number of arguments is refused by every command")
    func arity() {
        for command in CommandTable.standard.commands where abs(command.arity) > 1 {
            let data = Replayed()
            let tooFew = OwnedArguments([ByteString(command.name)])
            #expect(throws: CommandError.self) { try command.run(&data.context, tooFew.view) }
        }
    }

    @Test("keys stand where the specifications say")
    func keys() throws {
        func uses(_ line: String) throws -> [KeyUse] {
            let words = line.split(separator: " ").map { ByteString(String($0)) }
            let arguments = OwnedArguments(words)
            let found = try command(words[0])
            return found.keyUses(in: arguments.view)
        }
        #expect(try uses("DEL a b") == [KeyUse(1, .changed), KeyUse(2, .changed)])
        #expect(try uses("MSET a 1 b 2") == [KeyUse(1, .changed), KeyUse(3, .changed)])
        #expect(
            try uses("ZUNIONSTORE d 2 a b WEIGHTS 1 2")
                == [KeyUse(1, .destination), KeyUse(3, .source), KeyUse(4, .source)]
        )
        #expect(try uses("ZUNIONSTORE d 99 a").count == 2)
        #expect(try uses("ZUNIONSTORE d -1 a").count == 1)
        #expect(try uses("ZUNIONSTORE d").count == 1)
        #expect(
            try uses("COPY a b REPLACE DB 4")
                == [KeyUse(1, .source), KeyUse(2, .destination, database: 4)]
        )
        #expect(
            try uses("MOVE a 2") == [KeyUse(1, .changed), KeyUse(1, .destination, database: 2)]
        )
        #expect(
            try uses("SORT a BY w_* STORE d") == [KeyUse(1, .source), KeyUse(5, .destination)]
        )
        #expect(try uses("SELECT 1").isEmpty)
        #expect(try uses("BLPOP a b 0") == [KeyUse(1, .changed), KeyUse(2, .changed)])
        #expect(try uses("BLPOP 0").isEmpty)
        #expect(try uses("LMPOP 2 a b LEFT") == [KeyUse(2, .changed), KeyUse(3, .changed)])
        #expect(try uses("BZMPOP 0 1 a MIN") == [KeyUse(3, .changed)])
        #expect(
            try uses("XREADGROUP GROUP STREAMS c COUNT 1 STREAMS x y > >")
                == [KeyUse(7, .changed), KeyUse(8, .changed)]
        )
        #expect(try uses("XREADGROUP GROUP g c STREAMS").isEmpty)
    }

    @Test("guards make an overwrite depend on the old value")
    func effects() throws {
        func effect(_ line: String) throws -> Effect {
            let words = line.split(separator: " ").map { ByteString(String($0)) }
            let arguments = OwnedArguments(words)
            let found = try command(words[0])
            return found.effect(of: arguments.view)
        }
        #expect(try effect("SET k NX") == .overwrites)
        #expect(try effect("SET k v PXAT 5") == .overwrites)
        #expect(try effect("SET k v nx") == .modifies)
        #expect(try effect("SET k v KEEPTTL") == .modifies)
        #expect(try effect("SET k v GET") == .modifies)
        #expect(try effect("RESTORE k 0 p") == .modifies)
        #expect(try effect("RESTORE k 0 p REPLACE") == .overwrites)
        #expect(try effect("INCR k") == .modifies)
    }
}
