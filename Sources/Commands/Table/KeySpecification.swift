import RedoubtBytes

/// Where the keys of a command stand among its arguments, and what happens to each.
public enum KeySpecification: Sendable, Hashable {
    /// No keys.
    case none
    /// One key at the index, which changes.
    case one(Int)
    /// Every `step`-th argument from `first` on to the end; all change.
    case every(first: Int, step: Int)
    /// Every argument from `first` on but for the `last` ones; all change.
    case allBut(first: Int, last: Int)
    /// As many keys as the number at `count` says, behind it; all change.
    case counted(count: Int)
    /// `XREADGROUP … STREAMS key … id …`: half of what stands behind the word; all change.
    case behindStreams
    /// A source and a destination, both of which change.
    case pair(Int, Int)
    /// A destination, and every argument from `sources` on as a source.
    case storing(destination: Int, sources: Int)
    /// A destination and one source.
    case storingOne(destination: Int, source: Int)
    /// A destination, and as many sources as the number at `count` says, behind it.
    case storingCounted(destination: Int, count: Int)
    /// `COPY source destination [DB n]`.
    case copying
    /// `MOVE key n`.
    case moving
    /// `SORT key … STORE destination`; patterns make it read keys that are named by data.
    case sorting
    /// A source at 1, and a destination behind `STORE` or `STOREDIST`.
    case storingBehindKeyword
    /// As many keys as the number at `count` says, each followed by a value.
    case countedPairs(count: Int)
    /// As many keys as the number at `count` says, behind it, and any others: a script decides.
    case declared(count: Int)
}

/// One key of a command.
public struct KeyUse: Equatable, Sendable {
    /// What happens to the key.
    public enum Role: Sendable, Hashable {
        /// It is read, and stays.
        case source
        /// It changes.
        case changed
        /// It is overwritten or removed, whatever it was.
        case destination
    }

    /// Index of the argument.
    public let argument: Int
    /// What happens to the key.
    public let role: Role
    /// The database of the key where it is not the selected one.
    public let database: Int?

    /// Creates a use.
    public init(_ argument: Int, _ role: Role, database: Int? = nil) {
        self.argument = argument
        self.role = role
        self.database = database
    }
}

extension KeySpecification {
    /// Calls `body` with each key among the arguments; a malformed command may have fewer.
    public func forEachKey(in arguments: borrowing Arguments, _ body: (KeyUse) -> Void) {
        let count = arguments.count
        func use(_ index: Int, _ role: KeyUse.Role, database: Int? = nil) {
            if index < count { body(KeyUse(index, role, database: database)) }
        }
        switch self {
        case .none: break
        case .one(let index): use(index, .changed)
        case .every(let first, let step):
            for index in stride(from: first, to: count, by: step) { use(index, .changed) }
        case .allBut(let first, let last):
            for index in first..<max(count - last, first) { use(index, .changed) }
        case .counted(let position), .declared(let position):
            for index in Self.counted(at: position, step: 1, in: arguments) { use(index, .changed) }
        case .behindStreams:
            for index in Self.streams(in: arguments) { use(index, .changed) }
        case .pair(let source, let destination):
            use(source, .changed)
            use(destination, .changed)
        case .storing(let destination, let sources):
            use(destination, .destination)
            for index in sources..<max(count, sources) { use(index, .source) }
        case .storingOne(let destination, let source):
            use(destination, .destination)
            use(source, .source)
        case .storingCounted(let destination, let position):
            use(destination, .destination)
            let keys = Self.counted(at: position, step: 1, in: arguments)
            for index in keys { use(index, .source) }
        case .countedPairs(let position):
            for index in Self.counted(at: position, step: 2, in: arguments) { use(index, .changed) }
        case .copying:
            use(1, .source)
            use(2, .destination, database: Self.database(behind: "DB", from: 3, in: arguments))
        case .moving:
            use(1, .changed)
            let database = count > 2 ? Int64(canonicalDecimal: arguments[2]) : nil
            use(1, .destination, database: database.flatMap { Int(exactly: $0) })
        case .sorting:
            use(1, .source)
            for index in 2..<max(count, 2) where arguments.matches(index, "STORE") {
                use(index + 1, .destination)
            }
        case .storingBehindKeyword:
            use(1, .source)
            for index in 2..<max(count, 2)
            where arguments.matches(index, "STORE") || arguments.matches(index, "STOREDIST") {
                use(index + 1, .destination)
            }
        }
    }

    /// The keys among the arguments, in their order.
    func uses(in arguments: borrowing Arguments) -> [KeyUse] {
        var uses: [KeyUse] = []
        forEachKey(in: arguments) { uses.append($0) }
        return uses
    }

    private static func counted(
        at position: Int,
        step: Int,
        in arguments: borrowing Arguments
    ) -> StrideTo<Int> {
        let first = position + 1
        guard first <= arguments.count,
            let claimed = Int64(canonicalDecimal: arguments[position]), claimed > 0
        else { return stride(from: 0, to: 0, by: 1) }
        let most = (arguments.count - first + step - 1) / step
        let keys = min(Int(truncatingIfNeeded: claimed), most)
        return stride(from: first, to: first + keys * step, by: step)
    }

    /// The keys behind `STREAMS`, which no option's value in front of it can be mistaken for.
    static func streams(in arguments: borrowing Arguments) -> Range<Int> {
        var index = 1
        while index < arguments.count, !arguments.matches(index, "STREAMS") {
            let takesTwo = arguments.matches(index, "GROUP")
            let takesOne =
                arguments.matches(index, "COUNT") || arguments.matches(index, "BLOCK")
                || arguments.matches(index, "CLAIM")
            index += takesTwo ? 3 : takesOne ? 2 : 1
        }
        let first = min(index + 1, arguments.count)
        return first..<(first + (arguments.count - first) / 2)
    }

    private static func database(
        behind word: StaticString,
        from first: Int,
        in arguments: borrowing Arguments
    ) -> Int? {
        for index in first..<max(arguments.count, first)
        where arguments.matches(index, word) && index + 1 < arguments.count {
            return Int64(canonicalDecimal: arguments[index + 1]).flatMap { Int(exactly: $0) }
        }
        return nil
    }
}
