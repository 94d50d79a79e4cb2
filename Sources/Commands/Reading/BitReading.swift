import RedoubtBytes
import RedoubtKeyspace

/// Counting and finding bits of strings: the first bit is the highest of the first byte.
enum BitReading {
    static let all: [Command] = [
        ReadingCommands.reading(
            "BITFIELD_RO",
            arity: -2,
            since: "6.0",
            BitFields.bitFieldReading
        ),
        ReadingCommands.reading("BITCOUNT", arity: -2, count),
        ReadingCommands.reading("BITPOS", arity: -3, since: "2.8", find),
    ]

    private static func count(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard let string = try context.value(ByteString.self, at: arguments[1]) else {
            return .integer(0)
        }
        guard arguments.count == 2 || (4...5).contains(arguments.count) else { throw .syntax }
        if arguments.count > 3 {
            let (first, last) = (try arguments.integer(2), try arguments.integer(3))
            guard first >= 0 || last >= 0 || first <= last else { return .integer(0) }
        }
        let range = try BitRange(arguments, from: 2, over: string.count)
        return .count(range.bits.reduce(0) { $0 + (string.bit($1) ? 1 : 0) })
    }

    /// Behind the last bit of a string without an end stand zeros that may be found.
    private static func find(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let wanted = try arguments.integer(2)
        guard wanted == 0 || wanted == 1 else {
            throw CommandError("The bit argument must be 1 or 0.")
        }
        guard let string = try context.value(ByteString.self, at: arguments[1]) else {
            return .integer(wanted == 0 ? 0 : -1)
        }
        guard arguments.count <= 6 else { throw .syntax }
        let range = try BitRange(arguments, from: 3, over: string.count)
        if let found = range.bits.first(where: { string.bit($0) == (wanted == 1) }) {
            return .count(found)
        }
        guard wanted == 0, arguments.count < 5, !range.bits.isEmpty else { return .integer(-1) }
        return .count(string.count * 8)
    }
}

/// The bits between two places, which count bytes unless `BIT` stands behind them (7.0).
private struct BitRange {
    let bits: Range<Int>

    init(
        _ arguments: borrowing Arguments,
        from index: Int,
        over byteCount: Int
    ) throws(CommandError) {
        guard arguments.count > index else {
            bits = 0..<byteCount * 8
            return
        }
        let first = try arguments.integer(index)
        var unit = 8
        if arguments.count > index + 2 {
            guard arguments.matches(index + 2, "BIT") || arguments.matches(index + 2, "BYTE") else {
                throw .syntax
            }
            if arguments.matches(index + 2, "BIT") { unit = 1 }
        }
        let last = arguments.count > index + 1 ? try arguments.integer(index + 1) : -1
        // Unlike a range of a list, an end before the start of the string is its start.
        let count = byteCount * 8 / unit
        let end = last < 0 ? max(last + Int64(count), 0) : last
        let places = Ranks.range(first, end, count: count)
        bits = places.lowerBound * unit..<places.upperBound * unit
    }
}

extension ByteString {
    fileprivate func bit(_ index: Int) -> Bool {
        array[index / 8] & UInt8(0x80) >> UInt8(index % 8) != 0
    }
}
