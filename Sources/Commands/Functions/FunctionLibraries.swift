import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB

/// `FUNCTION LOAD|DELETE|FLUSH|RESTORE`: the source code of function libraries by name.
enum FunctionLibraries {
    static func dispatch(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        if arguments.matches(1, "LOAD") { return try load(&context, arguments) }
        if arguments.matches(1, "DELETE") { return try delete(&context, arguments) }
        if arguments.matches(1, "RESTORE") { return try restore(&context, arguments) }
        guard arguments.matches(1, "FLUSH") else { throw CommandError("unknown subcommand") }
        guard arguments.count <= 3 else { throw unknown(arguments) }
        guard arguments.count == 2 || arguments.matches(2, "ASYNC") || arguments.matches(2, "SYNC")
        else { throw CommandError("FUNCTION FLUSH only supports SYNC|ASYNC option") }
        context.keyspace.functions.removeAll()
        return .ok
    }

    private static func unknown(_ arguments: borrowing Arguments) -> CommandError {
        CommandError(
            .error,
            saying: "unknown subcommand or wrong number of arguments for "
                + "'\(arguments[1].printable)'. Try FUNCTION HELP."
        )
    }

    /// `FUNCTION LOAD [REPLACE] code`.
    private static func load(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        for index in 2..<max(arguments.count - 1, 2) where !arguments.matches(index, "REPLACE") {
            let word = arguments[index].printable
            throw CommandError(.error, saying: "Unknown option given: \(word)")
        }
        guard arguments.count > 2 else { throw .arity }
        let replaces = arguments.count > 3
        let code = arguments.bytes(arguments.count - 1)
        guard let name = FunctionSource.name(of: code.bytes) else {
            throw CommandError("Missing library metadata")
        }
        if !replaces, context.keyspace.functions.contains(name.bytes) {
            throw CommandError(.error, saying: "Library '\(name.printable)' already exists")
        }
        context.keyspace.functions.set(name, to: code)
        return .bulk(name)
    }

    private static func delete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count == 3 else { throw .arity }
        guard context.keyspace.functions.remove(arguments[2]) != nil else {
            throw CommandError("Library not found")
        }
        return .ok
    }

    /// `FUNCTION RESTORE payload [FLUSH|APPEND|REPLACE]`: all libraries or none.
    private static func restore(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count == 3 || arguments.count == 4 else {
            throw unknown(arguments)
        }
        let flushes = arguments.matches(3, "FLUSH")
        let replaces = arguments.matches(3, "REPLACE")
        guard arguments.count == 3 || flushes || replaces || arguments.matches(3, "APPEND") else {
            throw CommandError(
                """
                Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.
                """
            )
        }
        var result = flushes ? ByteTable() : context.keyspace.functions
        let libraries: [ByteString]
        do throws(Fault) {
            libraries = try FunctionCode.parse(dump: arguments[2])
        } catch {
            throw .badPayload(error, byteCount: arguments[2].byteCount)
        }
        for code in libraries {
            guard let name = FunctionSource.name(of: code.bytes) else {
                throw CommandError("Missing library metadata")
            }
            if !replaces, result.contains(name.bytes) {
                throw CommandError(.error, saying: "Library \(name.printable) already exists")
            }
            result.set(name, to: code)
        }
        context.keyspace.functions = result
        return .ok
    }
}
