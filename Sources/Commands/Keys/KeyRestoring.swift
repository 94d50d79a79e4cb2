import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues

/// `RESTORE key ttl payload [REPLACE] [ABSTTL] [IDLETIME s] [FREQ n]`: a value as `DUMP` made it.
enum KeyRestoring {
    private struct Options {
        var replaces = false
        var isAbsolute = false
        var attributes = KeyAttributes()
    }

    static func restore(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var options = try parse(arguments)
        guard options.replaces || !context.exists(arguments[1]) else {
            throw CommandError(.busyKey, "Target key name already exists.")
        }
        let lifetime = try arguments.integer(2)
        guard lifetime >= 0 else { throw CommandError("Invalid TTL value, must be >= 0") }
        if lifetime > 0 {
            options.attributes.expiresAtMs =
                options.isAbsolute
                ? lifetime
                : try ExpiryOption.milliseconds(lifetime, scale: 1, since: context.clock.read())
        }
        let entry: KeyEntry
        do throws(Fault) {
            entry = try decode(arguments[3], options.attributes, &context)
        } catch {
            throw .badPayload(error, byteCount: arguments[3].byteCount)
        }
        guard !context.isServing || (entry.attributes.expiresAtMs ?? .max) > context.clock.nowMs
        else {
            skip(arguments.bytes(1), &context)
            return .ok
        }
        context.selected.set(arguments[1], to: entry)
        return .ok
    }

    /// A value whose time is over does not come at all; what it replaces goes.
    private static func skip(_ key: ByteString, _ context: inout CommandContext) {
        if context.remove(key.bytes) {
            context.tell(["DEL", key])
        } else {
            context.effects.tellNothing()
        }
    }

    private static func parse(_ arguments: borrowing Arguments) throws(CommandError) -> Options {
        var options = Options()
        var index = 4
        while index < arguments.count {
            if arguments.matches(index, "REPLACE") {
                options.replaces = true
            } else if arguments.matches(index, "ABSTTL") {
                options.isAbsolute = true
            } else if arguments.matches(index, "IDLETIME") {
                index = try arguments.value(after: index)
                let seconds = try arguments.integer(index)
                guard seconds >= 0 else {
                    throw CommandError("Invalid IDLETIME value, must be >= 0")
                }
                options.attributes.idleSeconds = UInt64(seconds)
            } else if arguments.matches(index, "FREQ") {
                index = try arguments.value(after: index)
                guard let frequency = UInt8(exactly: try arguments.integer(index)) else {
                    throw CommandError("Invalid FREQ value, must be >= 0 and <= 255")
                }
                options.attributes.frequency = frequency
            } else {
                throw .syntax
            }
            index += 1
        }
        return options
    }

    private static func decode(
        _ blob: RawSpan,
        _ attributes: KeyAttributes,
        _ context: inout CommandContext
    ) throws(Fault) -> KeyEntry {
        let dump = try DumpPayload(parsing: blob)
        let payload = blob.extracting(dump.payloadRange)
        var entry = KeyEntry(.string(ByteString()), attributes)
        entry.attributes.metadata = dump.metadata
        switch dump.type.kind {
        case .module, .array, .rateLimit:
            entry.value = .frozen(context.freeze(payload, dump.type, in: dump.context))
        case .string, .list, .set, .sortedSet, .hash, .stream:
            var thawing = Thawing(for: context.profile)
            try dump.type.visit(
                payload,
                at: dump.payloadRange.lowerBound,
                in: dump.context,
                &thawing
            )
            entry.value = thawing.finish()
            guard !entry.value.isAbandoned else { throw Fault(.emptyCollection) }
        }
        return entry
    }
}
