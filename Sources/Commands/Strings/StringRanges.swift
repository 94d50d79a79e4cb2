import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Changing a part of a string.
enum StringRanges {
    static func append(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let most = context.stringCountMax
        let count = try context.changeOrCreate(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            guard arguments[2].byteCount <= most - string.count else { throw .stringTooLarge }
            string.append(arguments[2])
            return string.count
        }
        return .count(count)
    }

    static func setRange(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let offset = try arguments.integer(2)
        guard offset >= 0 else { throw CommandError("offset is out of range") }
        let isThere = try context.expect(.string, at: arguments[1])
        let part = arguments[3]
        if part.isEmpty {
            context.effects.tellNothing()
            guard isThere else { return .integer(0) }
            return .count(try context.value(ByteString.self, at: arguments[1])?.count ?? 0)
        }
        guard offset <= context.stringCountMax - part.byteCount else { throw .stringTooLarge }
        let start = Int(offset)
        let count = try context.changeOrCreate(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            string.grow(to: start + part.byteCount)
            for index in 0..<part.byteCount { string.array[start + index] = part[byte: index] }
            return string.count
        }
        return .count(count)
    }

    static func setBit(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let offset = Int64(canonicalDecimal: arguments[2]), offset >= 0,
            offset >> 3 < context.stringCountMax
        else { throw .badBitOffset }
        guard let bit = Int64(canonicalDecimal: arguments[3]), bit == 0 || bit == 1 else {
            throw CommandError("bit is not an integer or out of range")
        }
        let index = Int(offset >> 3)
        let mask = UInt8(1) << UInt8(7 - offset & 7)
        let (old, isLonger) = try context.changeOrCreate(ByteString.self, at: arguments[1]) {
            (string) throws(CommandError) in
            let isLonger = string.count <= index
            string.grow(to: index + 1)
            let old = string.array[index] & mask != 0
            if bit == 1 { string.array[index] |= mask } else { string.array[index] &= ~mask }
            return (old, isLonger)
        }
        if !isLonger, old == (bit == 1), context.profile.isAtLeast(redis: 7, 0) {
            context.effects.tellNothing()
        }
        return .flag(old)
    }
}

extension ByteString {
    /// Adds bytes at the end.
    mutating func append(_ bytes: RawSpan) {
        array += bytes.array
    }

    /// Adds zero bytes up to a size; a longer string stays as it is.
    mutating func grow(to size: Int) {
        if array.count < size { array += repeatElement(0, count: size - array.count) }
    }
}
