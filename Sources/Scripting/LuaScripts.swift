import RedoubtBytes
public import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

/// The scripts and functions of one log, on Lua 5.1.
///
/// As on a server all scripts share one state, which starts anew behind `SCRIPT FLUSH`, and a
/// script once seen can be called by the SHA-1 of its text. Functions have a state of their own.
public final class LuaScripts: ScriptEngine {
    private let limits: ScriptLimits
    /// The texts of scripts by SHA-1.
    private var texts: [ByteString: ByteString] = [:]
    private var scripts: LuaMachine?
    private var functions: LuaMachine?
    /// The libraries that `functions` was made from.
    private var libraries: [ByteString] = []
    private var hasReadSnapshot = false

    /// Knows no script yet.
    public init(limits: ScriptLimits = ScriptLimits()) {
        self.limits = limits
    }

    /// Carries out one of the script commands.
    public func run(
        _ request: ScriptRequest,
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        switch request {
        case .text(let isReadOnly):
            let text = arguments.bytes(1)
            let digest = try remember(text, for: context.profile)
            let machine = try scriptMachine(context.profile)
            let call = try ScriptCall(arguments, name: digest, text: text, isReadOnly: isReadOnly)
            return try call.run(on: machine, &context)
        case .digest(let isReadOnly):
            let digest = ByteString(arguments.bytes(1).array.map(Self.lowercased))
            _ = try ScriptCall(arguments, name: digest, text: nil, isReadOnly: isReadOnly)
            let text = try text(digest, &context)
            let machine = try scriptMachine(context.profile)
            let call = try ScriptCall(arguments, name: digest, text: text, isReadOnly: isReadOnly)
            return try call.run(on: machine, &context)
        case .function(let isReadOnly):
            let machine = try functionMachine(&context)
            let call = try ScriptCall(
                arguments,
                name: arguments.bytes(1),
                text: nil,
                isReadOnly: isReadOnly
            )
            return try call.run(on: machine, &context)
        case .administration:
            return try administer(&context, arguments)
        }
    }

    // MARK: Scripts

    private func administer(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        // What is kept of scripts is no data: logs and replicas get the effects of each run.
        context.effects.tellNothing()
        if arguments.matches(1, "LOAD"), arguments.count == 3 {
            return .bulk(try remember(arguments.bytes(2), for: context.profile))
        }
        if arguments.matches(1, "FLUSH") {
            texts = [:]
            scripts = nil
            return .ok
        }
        if arguments.matches(1, "EXISTS") {
            var replies: [Reply] = []
            for index in 2..<max(arguments.count, 2) {
                let digest = ByteString(arguments.bytes(index).array.map(Self.lowercased))
                replies.append(.flag(texts[digest] != nil))
            }
            return .array(replies)
        }
        if arguments.matches(1, "KILL"), context.isServing {
            throw CommandError(.notBusy, "No scripts in execution right now.")
        }
        if arguments.matches(1, "KILL") || arguments.matches(1, "DEBUG") { return .ok }
        throw CommandError("unknown subcommand or wrong number of arguments")
    }

    /// Keeps a script for `EVALSHA`; one that is not Lua is refused.
    private func remember(
        _ text: ByteString,
        for profile: ServerProfile
    ) throws(CommandError) -> ByteString {
        let digest = LuaMachine.digest(of: text)
        guard texts[digest] == nil else { return digest }
        guard try scriptMachine(profile).compiles(text) else {
            throw CommandError("the script does not compile")
        }
        texts[digest] = text
        return digest
    }

    private func text(
        _ digest: ByteString,
        _ context: inout CommandContext
    ) throws(CommandError) -> ByteString {
        if let text = texts[digest] { return text }
        try readSnapshot(context)
        if let text = texts[digest] { return text }
        guard !context.isServing else {
            throw CommandError(.noScript, "No matching script. Please use EVAL.")
        }
        throw CommandError(
            .unreproducible,
            "the log never showed the script with this SHA-1",
            subject: digest.printable
        )
    }

    /// Takes the scripts that a snapshot carries in its auxiliary fields `lua`.
    private func readSnapshot(_ context: borrowing CommandContext) throws(CommandError) {
        guard !hasReadSnapshot else { return }
        hasReadSnapshot = true
        for field in context.keyspace.auxiliaries where field.name == "lua" {
            _ = try remember(field.value, for: context.profile)
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    // MARK: Machines

    private func scriptMachine(_ profile: ServerProfile) throws(CommandError) -> LuaMachine {
        if let scripts { return scripts }
        let machine = try fresh(profile)
        scripts = machine
        return machine
    }

    /// A machine with the libraries that the dataset holds now.
    private func functionMachine(
        _ context: inout CommandContext
    ) throws(CommandError) -> LuaMachine {
        let wanted = context.keyspace.functions.map(\.value)
        if let functions, wanted == libraries { return functions }
        let machine = try fresh(context.profile)
        for library in wanted {
            guard case .done = machine.load(library: library) else {
                throw CommandError(
                    .unreproducible,
                    "a function library does not load",
                    subject: ByteString(Array(library.array.prefix(60))).printable
                )
            }
        }
        functions = machine
        libraries = wanted
        return machine
    }

    private func fresh(_ profile: ServerProfile) throws(CommandError) -> LuaMachine {
        guard let machine = LuaMachine(limits, raisesTables: profile.isAtLeast(redis: 7, 0)) else {
            throw CommandError(.unreproducible, "there is no memory to run scripts")
        }
        return machine
    }
}
