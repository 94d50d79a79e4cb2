import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// `OBJECT`, `DUMP` and `MEMORY USAGE`: how a server would hold a value.
enum ObjectReading {
    static let all: [Command] = [
        ReadingCommands.reading("OBJECT", arity: -2, keys: .one(2), since: "2.2.3", inspect),
        ReadingCommands.reading("DUMP", arity: 2, dump),
        ReadingCommands.reading("MEMORY", arity: -2, keys: .one(2), since: "4.0", memory),
    ]

    private static func inspect(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try context.requireServing("OBJECT")
        guard arguments.count == 3 else {
            throw CommandError(
                .error,
                saying: "unknown subcommand or wrong number of arguments for "
                    + "'\(arguments[1].printable)'. Try OBJECT HELP."
            )
        }
        guard let entry = context.entry(of: arguments[2]) else { return .null }
        if arguments.matches(1, "ENCODING") {
            return .bulk(try ObjectEncoding.name(of: entry.value, for: context.profile))
        }
        if arguments.matches(1, "REFCOUNT") { return .integer(1) }
        if arguments.matches(1, "IDLETIME") {
            return .integer(Int64(clamping: entry.attributes.idleSeconds ?? 0))
        }
        if arguments.matches(1, "FREQ") {
            throw CommandError(
                """
                An LFU maxmemory policy is not selected, access frequency not tracked. Please note \
                that when switching between policies at runtime LRU and LFU data will take some \
                time to adjust.
                """
            )
        }
        throw .syntax
    }

    private static func dump(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try context.requireServing("DUMP")
        guard let entry = context.entry(of: arguments[1]) else { return .null }
        return .bulk(try blob(entry, context.profile))
    }

    private static func blob(
        _ entry: KeyEntry,
        _ profile: ServerProfile
    ) throws(CommandError) -> ByteString {
        do throws(Fault) {
            return try DumpPayload.make(in: .target(profile)) { (encoder) throws(Fault) in
                try entry.value.visit(&encoder)
            }
        } catch {
            throw .damaged(error)
        }
    }

    /// `MEMORY USAGE key [SAMPLES n]`: an estimate from the size of the content.
    private static func memory(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        try context.requireServing("MEMORY")
        if arguments.count == 2 {
            if arguments.matches(1, "DOCTOR") { return .text("The memory is as it should be.") }
            if arguments.matches(1, "PURGE") { return .ok }
        }
        guard arguments.matches(1, "USAGE"), arguments.count >= 3 else {
            throw CommandError(
                .error,
                saying: "unknown subcommand or wrong number of arguments for "
                    + "'\(arguments[1].printable)'. Try MEMORY HELP."
            )
        }
        for index in stride(from: 3, to: arguments.count, by: 2) {
            guard arguments.matches(index, "SAMPLES"), index + 1 < arguments.count else {
                throw .syntax
            }
            guard try arguments.integer(index + 1) >= 0 else { throw .syntax }
        }
        guard let entry = context.entry(of: arguments[2]) else { return .null }
        let content = try blob(entry, context.profile)
        return .count(MemoryLayout<KeyEntry>.stride + arguments[2].byteCount + content.count)
    }
}

/// The names of the encodings that a server of a version would hold values in, by their content.
///
/// A real server remembers that a value was large once; this one goes by what it is now.
enum ObjectEncoding {
    private static let compactCountMax = 128
    private static let hashCountMax = 512
    private static let elementByteCountMax = 64
    private static let integerCountMax = 512
    private static let embeddedByteCountMax = 44
    private static let listByteCountMax = 8192

    static func name(
        of value: StoredValue,
        for profile: ServerProfile
    ) throws(CommandError) -> ByteString {
        var value = value
        do throws(Fault) {
            try value.thaw(for: profile)
        } catch {
            guard error.reason == .badType else { throw .damaged(error) }
        }
        let hasListpacks = profile.isAtLeast(redis: 7, 0)
        let packed: ByteString = hasListpacks ? "listpack" : "ziplist"
        switch value {
        case .frozen: return "raw"
        case .string(let content):
            if Int64(canonicalDecimal: content.bytes) != nil { return "int" }
            return content.count <= embeddedByteCountMax ? "embstr" : "raw"
        case .list(let content):
            guard profile.isAtLeast(redis: 7, 2) else { return "quicklist" }
            let size = content.elements.reduce(0) { $0 + $1.count + 2 }
            return size <= listByteCountMax ? "listpack" : "quicklist"
        case .set(let content): return name(of: content, for: profile)
        case .sortedSet(let content): return content.isCompact ? packed : "skiplist"
        case .hash(let content):
            if content.hasExpiringFields, content.count <= hashCountMax { return "listpackex" }
            let isSmall =
                content.count <= hashCountMax
                && content.fields.allSatisfy {
                    $0.key.count <= elementByteCountMax
                        && $0.value.value.count <= elementByteCountMax
                }
            return isSmall ? packed : "hashtable"
        case .stream: return "stream"
        }
    }

    private static func name(of content: SetValue, for profile: ServerProfile) -> ByteString {
        if content.count <= integerCountMax,
            content.members.allSatisfy({ Int64(canonicalDecimal: $0.key.bytes) != nil })
        {
            return "intset"
        }
        let isSmall =
            content.count <= compactCountMax
            && content.members.allSatisfy { $0.key.count <= elementByteCountMax }
        return isSmall && profile.isAtLeast(redis: 7, 2) ? "listpack" : "hashtable"
    }
}
