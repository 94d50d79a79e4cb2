import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `LCS key key [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN]`: what two strings have in common.
enum LongestCommon {
    static let all: [Command] = [
        ReadingCommands.reading("LCS", arity: -3, keys: .pair(1, 2), since: "7.0", find)
    ]

    /// The most cells of the table that is filled in: 512 MB.
    private static let cellCountMax = 1 << 27

    private struct Options {
        var wantsLength = false
        var wantsPlaces = false
        var hasLengths = false
        var lengthMin = 0

        init(_ arguments: borrowing Arguments) throws(CommandError) {
            var index = 3
            while index < arguments.count {
                if arguments.matches(index, "LEN") {
                    wantsLength = true
                } else if arguments.matches(index, "IDX") {
                    wantsPlaces = true
                } else if arguments.matches(index, "WITHMATCHLEN") {
                    hasLengths = true
                } else if arguments.matches(index, "MINMATCHLEN") {
                    index = try arguments.value(after: index)
                    lengthMin = Int(max(try arguments.integer(index), 0))
                } else {
                    throw .syntax
                }
                index += 1
            }
            guard !wantsLength || !wantsPlaces else {
                throw CommandError(
                    "If you want both the length and indexes, please just use IDX."
                )
            }
        }
    }

    private static func find(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let wrongType = CommandError("The specified keys must contain string values")
        for index in 1...2 {
            guard [nil, .string].contains(context.kind(of: arguments[index])) else {
                throw wrongType
            }
        }
        let options = try Options(arguments)
        let first = try context.value(ByteString.self, at: arguments[1])?.array ?? []
        let second = try context.value(ByteString.self, at: arguments[2])?.array ?? []
        guard (first.count + 1) * (second.count + 1) <= cellCountMax else {
            throw CommandError(
                "Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len"
            )
        }
        let walk = Walk(first, second)
        if options.wantsLength { return .count(walk.length) }
        guard options.wantsPlaces else { return .bulk(ByteString(walk.common)) }
        let matches = walk.matches.filter { $0.first.count >= max(options.lengthMin, 1) }.map {
            match -> Reply in
            var parts: [Reply] = [place(match.first), place(match.second)]
            if options.hasLengths { parts.append(.count(match.first.count)) }
            return .array(parts)
        }
        return .map([.bulk("matches"), .array(matches), .bulk("len"), .count(walk.length)])
    }

    private static func place(_ range: Range<Int>) -> Reply {
        .array([.count(range.lowerBound), .count(range.upperBound - 1)])
    }

    /// The way back through the table of lengths.
    private struct Walk {
        let length: Int
        private(set) var common: [UInt8] = []
        /// Runs that stand in both, the last one first.
        private(set) var matches: [(first: Range<Int>, second: Range<Int>)] = []

        init(_ first: [UInt8], _ second: [UInt8]) {
            let width = second.count + 1
            var lengths = [UInt32](repeating: 0, count: (first.count + 1) * width)
            for row in 0..<first.count {
                for column in 0..<second.count {
                    lengths[(row + 1) * width + column + 1] =
                        first[row] == second[column]
                        ? lengths[row * width + column] + 1
                        : max(
                            lengths[row * width + column + 1],
                            lengths[(row + 1) * width + column]
                        )
                }
            }
            length = Int(lengths[first.count * width + second.count])
            var (row, column) = (first.count, second.count)
            while row > 0, column > 0 {
                if first[row - 1] == second[column - 1] {
                    common.append(first[row - 1])
                    note(row - 1, column - 1)
                    row -= 1
                    column -= 1
                } else if lengths[(row - 1) * width + column]
                    > lengths[row * width + column - 1]
                {
                    row -= 1
                } else {
                    column -= 1
                }
            }
            common.reverse()
        }

        private mutating func note(_ row: Int, _ column: Int) {
            if let last = matches.last, last.first.lowerBound == row + 1,
                last.second.lowerBound == column + 1
            {
                matches[matches.count - 1] = (
                    row..<last.first.upperBound, column..<last.second.upperBound
                )
            } else {
                matches.append((row..<row + 1, column..<column + 1))
            }
        }
    }
}
