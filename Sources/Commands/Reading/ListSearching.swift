import RedoubtBytes
import RedoubtKeyspace

/// `LPOS key element [RANK n] [COUNT n] [MAXLEN n]`: where an element stands in a list.
enum ListSearching {
    static let all: [Command] = [
        ReadingCommands.reading("LPOS", arity: -3, since: "6.0.6", find)
    ]

    private static func find(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try Options(arguments)
        let wanted = arguments.bytes(2)
        let list = try context.value(ListValue.self, at: arguments[1])
        let found = list.map { places(of: wanted, in: $0, options) } ?? []
        if options.count != nil { return .array(found.map { .count($0) }) }
        return found.first.map { .count($0) } ?? .null
    }

    /// The places that count, in the order of the search.
    private static func places(
        of wanted: ByteString,
        in list: ListValue,
        _ options: Options
    ) -> [Int] {
        let compared = min(options.compared, list.count)
        guard !options.isReversed else {
            let start = list.count - compared
            let equal = list.elements.from(start).enumerated().compactMap { offset, element in
                element == wanted ? start + offset : nil
            }
            return Array(equal.reversed().dropFirst(options.rank - 1).prefix(options.count ?? 1))
        }
        var found: [Int] = []
        var passed = 0
        for (place, element) in list.elements.prefix(compared).enumerated()
        where element == wanted {
            passed += 1
            guard passed >= options.rank else { continue }
            found.append(place)
            if found.count == options.count ?? 1 { break }
        }
        return found
    }

    private struct Options {
        private static let zeroRank = CommandError(
            """
            RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use \
            negative to start from the end of the list
            """
        )
        /// Which match is the first to count, from 1.
        private(set) var rank = 1
        private(set) var isReversed = false
        /// The most matches; nil for the first alone, `Int.max` for all.
        private(set) var count: Int?
        /// The most elements that are looked at.
        private(set) var compared = Int.max

        init(_ arguments: borrowing Arguments) throws(CommandError) {
            var index = 3
            while index < arguments.count {
                let place = try arguments.value(after: index)
                if arguments.matches(index, "RANK") {
                    let value = try arguments.integer(place)
                    guard value != 0 else { throw Self.zeroRank }
                    isReversed = value < 0
                    // The one number without an opposite stays below every match.
                    rank = value == .min ? 1 : Int(value.magnitude)
                } else if arguments.matches(index, "COUNT") {
                    guard let value = try? arguments.positive(place) else {
                        throw CommandError("COUNT can't be negative")
                    }
                    count = value == 0 ? .max : Int(value)
                } else if arguments.matches(index, "MAXLEN") {
                    guard let value = try? arguments.positive(place) else {
                        throw CommandError("MAXLEN can't be negative")
                    }
                    compared = value == 0 ? .max : Int(value)
                } else {
                    throw .syntax
                }
                index += 2
            }
        }
    }
}
