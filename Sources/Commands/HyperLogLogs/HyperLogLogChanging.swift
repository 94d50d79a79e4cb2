import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtValues

/// Adding to HyperLogLogs, merging them, and the writes of commands that seem to read only.
enum HyperLogLogChanging {
    /// `PFADD key [element …]`; creation counts as a change.
    static func add(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let isNew = try !context.expect(.string, at: arguments[1])
        let changed = try context.changeOrCreate(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            var log = try isNew ? HyperLogLog() : opened(string)
            var changed = isNew
            for index in 2..<max(arguments.count, 2) {
                do throws(Fault) {
                    if try log.add(arguments[index]) { changed = true }
                } catch {
                    throw corrupted
                }
            }
            guard changed else { return false }
            log.invalidate()
            string.array = log.bytes
            return true
        }
        return .flag(changed)
    }

    /// `PFMERGE destination [source …]`; the destination is one of its own sources.
    static func merge(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let isNew = try !context.expect(.string, at: arguments[1])
        var sources: [HyperLogLog] = []
        for index in 2..<max(arguments.count, 2) {
            let source = try context.value(ByteString.self, at: arguments[index])
            if let source { sources.append(try opened(source)) }
        }
        try context.changeOrCreate(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            var log = try isNew ? HyperLogLog() : opened(string)
            do throws(Fault) {
                try log.merge(sources)
            } catch {
                throw corrupted
            }
            string.array = log.bytes
        }
        return .ok
    }

    /// `PFCOUNT key [key …]`; with one key a stale count is computed and kept in the value.
    static func count(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count == 2 else {
            context.effects.tellNothing()
            return try countUnion(&context, arguments)
        }
        var hasChanged = false
        let count = try context.change(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            var log = try opened(string)
            do throws(Fault) {
                let count = try log.refreshCachedCount()
                hasChanged = string.array != log.bytes
                if hasChanged { string.array = log.bytes }
                return count
            } catch {
                throw corrupted
            }
        }
        if !hasChanged { context.effects.tellNothing() }
        return .integer(Int64(clamping: count ?? 0))
    }

    private static func countUnion(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var sources: [HyperLogLog] = []
        for index in 1..<arguments.count {
            let source = try context.value(ByteString.self, at: arguments[index])
            if let source { sources.append(try opened(source)) }
        }
        var union = HyperLogLog()
        do throws(Fault) {
            try union.merge(sources)
            return .integer(Int64(clamping: try union.estimate()))
        } catch {
            throw corrupted
        }
    }

    /// `PFDEBUG TODENSE|GETREG key`: both turn a sparse value into a dense one.
    static func debug(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let converts = arguments.matches(1, "TODENSE") || arguments.matches(1, "GETREG")
        let changed = try context.change(ByteString.self, at: arguments[2]) {
            (string) throws(CommandError) in
            var log = try opened(string)
            guard converts, !log.isDense else { return false }
            do throws(Fault) {
                try log.makeDense()
            } catch {
                throw corrupted
            }
            string.array = log.bytes
            return true
        }
        guard let changed else { throw CommandError("The specified key does not exist") }
        return .flag(changed)
    }

    private static func opened(_ string: ByteString) throws(CommandError) -> HyperLogLog {
        do throws(Fault) {
            return try HyperLogLog(string.array)
        } catch {
            throw CommandError(.wrongType, "Key is not a valid HyperLogLog string value.")
        }
    }

    private static let corrupted = CommandError(
        .invalidObject,
        "Corrupted HLL object detected"
    )
}
