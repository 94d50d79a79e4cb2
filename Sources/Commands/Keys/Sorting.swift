import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `SORT key [BY pattern] [LIMIT offset count] [GET pattern …] [ASC|DESC] [ALPHA] [STORE key]`.
///
/// The result of `STORE` is a list. Equal numbers go by the bytes of the elements. Texts compare by
/// bytes; equal ones, which `BY` can give, keep the order of the collection, which for a set is
/// not the server's: there it depends on the process. A set that `BY` leaves unsorted is sorted by
/// its members all the same.
enum Sorting {
    struct Options {
        var isAlphabetic = false
        var isDescending = false
        var limit: (offset: Int64, count: Int64)?
        var by: ByteString?
        var get: [ByteString] = []
        var destination: Int?

        /// Whether elements keep the order of the collection: `BY` without a place to fill in.
        var isUnsorted: Bool { by.map { !$0.array.contains(UInt8(ascii: "*")) } ?? false }
    }

    /// `SORT_RO`: as `SORT`, but for `STORE`.
    static func sortReading(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard try parse(arguments).destination == nil else { throw .syntax }
        return try sort(&context, arguments)
    }

    private struct Item {
        let element: ByteString
        let index: Int
        var number = 0.0
        var text: ByteString?
    }

    static func sort(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var options = try parse(arguments)
        var elements = try collect(&context, arguments[1], &options)
        if !options.isUnsorted {
            elements = try sorted(elements, options, &context)
        }
        elements = limited(elements, options.limit)
        let results = try fetch(elements, options.get, &context)
        guard let destination = options.destination else {
            return .array(results.map { $0.map { .bulk($0) } ?? .null })
        }
        var list = ListValue()
        list.elements = ElementChunks(results.map { $0 ?? ByteString() })
        let count = list.count
        context.store(arguments[destination], list)
        return .count(count)
    }

    private static func parse(_ arguments: borrowing Arguments) throws(CommandError) -> Options {
        var options = Options()
        var index = 2
        while index < arguments.count {
            if arguments.matches(index, "ASC") {
                options.isDescending = false
            } else if arguments.matches(index, "DESC") {
                options.isDescending = true
            } else if arguments.matches(index, "ALPHA") {
                options.isAlphabetic = true
            } else if arguments.matches(index, "LIMIT"), index + 2 < arguments.count {
                options.limit = (
                    try arguments.integer(index + 1), try arguments.integer(index + 2)
                )
                index += 2
            } else {
                try parsePattern(&options, arguments, index)
                index += 1
            }
            index += 1
        }
        return options
    }

    private static func parsePattern(
        _ options: inout Options,
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) {
        let value = try arguments.value(after: index)
        if arguments.matches(index, "BY") {
            options.by = arguments.bytes(value)
        } else if arguments.matches(index, "GET") {
            options.get.append(arguments.bytes(value))
        } else if arguments.matches(index, "STORE") {
            options.destination = value
        } else {
            throw .syntax
        }
    }

    /// The elements in the order of the collection.
    private static func collect(
        _ context: inout CommandContext,
        _ key: RawSpan,
        _ options: inout Options
    ) throws(CommandError) -> [ByteString] {
        switch context.kind(of: key) {
        case nil: return []
        case .list:
            let elements = Array(try context.value(ListValue.self, at: key)?.elements ?? .init())
            return options.isUnsorted && options.isDescending ? elements.reversed() : elements
        case .set:
            if options.isUnsorted {
                options.isAlphabetic = true
                options.by = nil
            }
            return try context.value(SetValue.self, at: key)?.members.map(\.key) ?? []
        case .sortedSet:
            let ranked = try context.change(SortedSetValue.self, at: key) {
                (set) throws(CommandError) in
                // Servers turn the source into a skip list first, and leave it one.
                set.expand()
                return set.ordered().map(\.member)
            }
            let members = ranked ?? []
            return options.isUnsorted && options.isDescending ? members.reversed() : members
        default: throw .wrongType
        }
    }

    private static func sorted(
        _ elements: [ByteString],
        _ options: Options,
        _ context: inout CommandContext
    ) throws(CommandError) -> [ByteString] {
        var items: [Item] = []
        items.reserveCapacity(elements.count)
        for element in elements {
            let weight =
                options.by == nil
                ? element : try SortPattern.find(options.by, element, &context)
            var item = Item(element: element, index: items.count)
            if options.isAlphabetic {
                item.text = weight
            } else if let weight {
                item.number = try number(weight, context.profile)
            }
            items.append(item)
        }
        let isDescending = options.isDescending
        let isAlphabetic = options.isAlphabetic
        items.sort { left, right in
            let order = isAlphabetic ? compareTexts(left, right) : compareNumbers(left, right)
            guard order != 0 else { return left.index < right.index }
            return isDescending ? order > 0 : order < 0
        }
        return items.map(\.element)
    }

    private static func compareNumbers(_ left: Item, _ right: Item) -> Int {
        guard left.number == right.number else { return left.number < right.number ? -1 : 1 }
        return left.element.bytes.compareBytes(right.element.bytes)
    }

    private static func compareTexts(_ left: Item, _ right: Item) -> Int {
        switch (left.text, right.text) {
        case (let a?, let b?): a.bytes.compareBytes(b.bytes)
        case (nil, nil): 0
        case (nil, _): -1
        case (_, nil): 1
        }
    }

    /// A number as the server reads it here.
    ///
    /// Redis does as `strtod` of C: the text ends at the first NUL, white space may lead, and no
    /// text at all is 0. Valkey takes decimals alone.
    private static func number(
        _ text: ByteString,
        _ profile: ServerProfile
    ) throws(CommandError) -> Double {
        var digits = text.array.prefix { $0 != 0 }
        if profile.family == .redis {
            if digits.isEmpty { return 0 }
            digits = digits.drop { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
        } else if digits.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) {
            throw unreadable
        }
        guard let value = Arguments.double(ByteString(Array(digits)).bytes),
            !isOutOfRange(value, digits)
        else { throw unreadable }
        return value
    }

    private static let unreadable = CommandError(
        "One or more scores can't be converted into double"
    )

    /// Whether a number became infinite, or zero, for want of range.
    private static func isOutOfRange(_ value: Double, _ text: ArraySlice<UInt8>) -> Bool {
        if value.isInfinite { return text.contains { (0x30...0x39).contains($0) } }
        guard value == 0 else { return false }
        let isHexadecimal = text.contains { $0 | 0x20 == UInt8(ascii: "x") }
        let mantissa = text.prefix {
            $0 | 0x20 != UInt8(ascii: isHexadecimal ? "p" : "e")
        }
        return mantissa.contains { (0x31...0x39).contains($0) }
    }

    private static func limited(
        _ elements: [ByteString],
        _ limit: (offset: Int64, count: Int64)?
    ) -> [ByteString] {
        guard let limit else { return elements }
        let start = min(max(limit.offset, 0), Int64(elements.count))
        let rest = Int64(elements.count) - start
        let count = limit.count < 0 ? rest : min(limit.count, rest)
        return Array(elements[Int(start)..<Int(start + count)])
    }

    private static func fetch(
        _ elements: [ByteString],
        _ patterns: [ByteString],
        _ context: inout CommandContext
    ) throws(CommandError) -> [ByteString?] {
        guard !patterns.isEmpty else { return elements }
        var results: [ByteString?] = []
        for element in elements {
            for pattern in patterns {
                results.append(try SortPattern.find(pattern, element, &context))
            }
        }
        return results
    }
}
