import RedoubtBytes
import RedoubtKeyspace

/// `BITOP operation destination source …`: bitwise operations over whole strings.
///
/// Shorter sources count as if zero bytes followed.
enum BitOperations {
    private enum Operation {
        case and, or, xor, not
        /// In the first source and in none of the others; Redis 8.2.
        case difference
        /// Not in the first source and in one of the others; Redis 8.2.
        case reverseDifference
        /// In the first source and in one of the others; Redis 8.2.
        case andOr
        /// In exactly one source; Redis 8.2.
        case one
    }

    static func store(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let operation = try parse(arguments)
        var sources: [ByteString] = []
        for index in 3..<arguments.count {
            sources.append(try context.value(ByteString.self, at: arguments[index]) ?? ByteString())
        }
        let result = combine(sources, operation)
        if result.isEmpty {
            if !context.remove(arguments[2]) { context.effects.tellNothing() }
        } else {
            context.put(arguments[2], ByteString(result))
        }
        return .count(result.count)
    }

    private static func parse(
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Operation {
        if arguments.matches(1, "AND") { return .and }
        if arguments.matches(1, "OR") { return .or }
        if arguments.matches(1, "XOR") { return .xor }
        if arguments.matches(1, "ONE") { return .one }
        if arguments.matches(1, "NOT") {
            guard arguments.count == 4 else {
                throw CommandError("BITOP NOT must be called with a single source key.")
            }
            return .not
        }
        let operation: Operation? =
            arguments.matches(1, "DIFF")
            ? .difference
            : arguments.matches(1, "DIFF1")
                ? .reverseDifference : arguments.matches(1, "ANDOR") ? .andOr : nil
        guard let operation else { throw .syntax }
        guard arguments.count > 4 else { throw CommandError("two sources are needed") }
        return operation
    }

    private static func combine(_ sources: [ByteString], _ operation: Operation) -> [UInt8] {
        let count = sources.reduce(0) { max($0, $1.count) }
        guard let first = sources.first?.array else { return [] }
        let padded = first + repeatElement(0, count: count - first.count)
        let rest = sources.dropFirst()
        switch operation {
        case .and: return rest.reduce(padded) { merge($0, $1) { $0 & $1 } }
        case .or: return rest.reduce(padded) { merge($0, $1) { $0 | $1 } }
        case .xor: return rest.reduce(padded) { merge($0, $1) { $0 ^ $1 } }
        case .not: return padded.map { ~$0 }
        case .one: return exactlyOne(sources, count: count)
        case .difference, .reverseDifference, .andOr:
            let zeroes = [UInt8](repeating: 0, count: count)
            let others = rest.reduce(zeroes) { merge($0, $1) { $0 | $1 } }
            return zip(padded, others).map { mine, theirs in
                switch operation {
                case .difference: mine & ~theirs
                case .reverseDifference: ~mine & theirs
                default: mine & theirs
                }
            }
        }
    }

    private static func exactlyOne(_ sources: [ByteString], count: Int) -> [UInt8] {
        var once = [UInt8](repeating: 0, count: count)
        var twice = once
        for source in sources {
            for (index, byte) in source.array.enumerated() {
                twice[index] |= once[index] & byte
                once[index] |= byte
            }
        }
        return zip(once, twice).map { $0 & ~$1 }
    }

    private static func merge(
        _ left: [UInt8],
        _ right: ByteString,
        _ combine: (UInt8, UInt8) -> UInt8
    ) -> [UInt8] {
        var result = left
        for index in result.indices {
            let byte = index < right.count ? right.array[index] : 0
            result[index] = combine(result[index], byte)
        }
        return result
    }
}
