import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// What happened to fields of hashes that expire.
extension Telling {
    /// A sum; on a server an `HSET` takes the expiry of the field away.
    func tellField(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        let (key, name) = (arguments.bytes(1), arguments.bytes(2))
        let hash = try context.value(HashValue.self, at: key.bytes)
        let expiry = hash?.fields[name.bytes]?.expiresAtMs
        switch reply {
        case .bulk(let value): context.tell(["HSET", key, name, value])
        case .integer(let number):
            // Without an expiry it is told as it came.
            guard expiry != nil else { return }
            context.tell(["HSET", key, name, ByteString(decimal: number)])
        default: return
        }
        if let expiry {
            context.tell(["HPEXPIREAT", key, ByteString(decimal: expiry), "FIELDS", "1", name])
        }
    }

    /// All fields that a command changed have the same expiry, or none.
    func tellFieldExpiries(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        guard let fields = Self.fields(of: arguments, each: 1), case .array(let replies) = reply
        else { return }
        let key = arguments.bytes(1)
        let hash = try context.value(HashValue.self, at: key.bytes)
        var kept: [ByteString] = []
        var gone: [ByteString] = []
        var expiry: Int64?
        for (index, reply) in zip(fields, replies) {
            switch reply {
            case .integer(...0), .null: continue
            default: break
            }
            let name = arguments.bytes(index)
            if let field = hash?.fields[name.bytes] {
                kept.append(name)
                expiry = field.expiresAtMs
            } else {
                gone.append(name)
            }
        }
        if !gone.isEmpty { context.tell(["HDEL", key] + gone) }
        guard !kept.isEmpty else { return }
        let block = ["FIELDS", ByteString(decimal: Int64(kept.count))] + kept
        if let expiry {
            context.tell(["HPEXPIREAT", key, ByteString(decimal: expiry)] + block)
        } else {
            context.tell(["HPERSIST", key] + block)
        }
    }

    func tellFieldsWithExpiry(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) throws(CommandError) {
        guard let fields = Self.fields(of: arguments, each: 2) else { return }
        let key = arguments.bytes(1)
        let hash = try context.value(HashValue.self, at: key.bytes)
        let names = stride(from: fields.lowerBound, to: fields.upperBound, by: 2)
            .map { arguments.bytes($0) }
        guard hash?.fields.contains(names[0].bytes) ?? false else {
            return context.tell(["HDEL", key] + names)
        }
        let options = Array(2..<fields.lowerBound) + Array(fields.upperBound..<arguments.count)
        var words: [ByteString] = ["HSETEX", key]
        if options.contains(where: { arguments.matches($0, "KEEPTTL") }) {
            words.append("KEEPTTL")
        } else if let expiry = hash?.fields[names[0].bytes]?.expiresAtMs {
            words += ["PXAT", ByteString(decimal: expiry)]
        }
        words += ["FIELDS", ByteString(decimal: Int64(names.count))]
        context.tell(words + fields.map { arguments.bytes($0) })
    }

    func tellFieldRemoval(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) {
        context.effects.tellNothing()
        guard let fields = Self.fields(of: arguments, each: 1), case .array(let replies) = reply
        else { return }
        let gone = zip(fields, replies).filter { $0.1 != .null }.map { arguments.bytes($0.0) }
        if !gone.isEmpty { context.tell(["HDEL", arguments.bytes(1)] + gone) }
    }

    /// The fields stand behind `FIELDS count`, alone or each with a value.
    private static func fields(
        of arguments: borrowing Arguments,
        each size: Int
    ) -> Range<Int>? {
        for index in 2..<arguments.count where arguments.matches(index, "FIELDS") {
            return try? arguments.fields(at: index, each: size)
        }
        return nil
    }
}
