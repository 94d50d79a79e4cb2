import RedoubtBytes
import RedoubtKeyspace

/// Setting and removing fields of a hash.
///
/// Setting a field removes its expiry; counting keeps it.
enum HashFields {
    static func set(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count % 2 == 0 else { throw .arity }
        let added = try context.changeOrCreate(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var added = 0
            for index in stride(from: 2, to: arguments.count, by: 2) {
                let field = HashField(arguments.bytes(index + 1))
                if hash.fields.set(arguments[index], to: field) == nil { added += 1 }
            }
            return added
        }
        return .count(added)
    }

    static func setAll(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        _ = try set(&context, arguments)
        return .ok
    }

    static func setIfMissing(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let isNew = try context.changeOrCreate(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            hash.fields.insert(arguments[2], HashField(arguments.bytes(3)))
        }
        return .flag(isNew)
    }

    static func increment(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let amount = try arguments.integer(3)
        let sum = try context.changeOrCreate(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            guard let position = hash.fields.position(of: arguments[2]) else {
                hash.fields.set(arguments[2], to: HashField(ByteString(decimal: amount)))
                return amount
            }
            let old = hash.fields[valueAt: position].value
            guard let number = Int64(canonicalDecimal: old.bytes) else {
                throw CommandError("hash value is not an integer")
            }
            let (sum, overflow) = number.addingReportingOverflow(amount)
            guard !overflow else { throw .overflow }
            hash.fields[valueAt: position].value = ByteString(decimal: sum)
            return sum
        }
        return .integer(sum)
    }

    /// Logged by every server as the `HSET` of the result; carried out for the sake of scripts.
    static func incrementByFloat(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        _ = try LongDouble.fieldIncrement(arguments[3])
        let sum = try context.changeOrCreate(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            let old = hash.fields[arguments[2]]
            let sum = try LongDouble.add(old?.value, arguments[3], ofHash: true)
            hash.fields.set(arguments[2], to: HashField(sum, expiresAtMs: old?.expiresAtMs))
            return sum
        }
        return .bulk(sum)
    }

    static func delete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let removed = try context.change(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var removed = 0
            for index in 2..<arguments.count where hash.fields.remove(arguments[index]) != nil {
                removed += 1
            }
            return removed
        }
        return .count(removed ?? 0)
    }

    /// `HGETDEL key FIELDS count field …`.
    static func getDelete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.matches(2, "FIELDS") else { throw .syntax }
        let fields = try arguments.fields(at: 2, each: 1)
        guard fields.upperBound == arguments.count else { throw .syntax }
        let values = try context.change(HashValue.self, at: arguments[1]) {
            (hash) throws(CommandError) in
            var values: [Reply] = []
            for index in fields {
                let old = hash.fields.remove(arguments[index])
                values.append(old.map { .bulk($0.value) } ?? .null)
            }
            return values
        }
        return .array(values ?? fields.map { _ in .null })
    }
}

extension Arguments {
    /// The arguments of a block `FIELDS count field …` whose word stands at `index`.
    ///
    /// - Parameter size: the number of arguments per field.
    func fields(at index: Int, each size: Int) throws(CommandError) -> Range<Int> {
        let first = try value(after: index) + 1
        let count = try integer(first - 1)
        guard count > 0, count <= (self.count - first) / size else {
            throw CommandError(
                "numfields should be greater than 0 and match the provided number of fields"
            )
        }
        return first..<(first + Int(count) * size)
    }
}
