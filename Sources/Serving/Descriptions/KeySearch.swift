import RedoubtBytes
import RedoubtCommands

/// Where keys stand, in the form of `COMMAND INFO`: where to begin, and how to go on from there.
struct KeySearch {
    fileprivate enum Begin {
        case index(Int)
        case keyword(ByteString, from: Int)
        case unknown
    }

    fileprivate enum Find {
        /// Up to an argument, counted from the beginning or, if negative, from the end.
        case range(last: Int, step: Int, limit: Int)
        /// As many as a number says that stands there.
        case counted(step: Int)
        case unknown
    }

    fileprivate let begin: Begin
    fileprivate let find: Find

    /// Whether its keys can not be told from their places alone.
    var isUnknown: Bool {
        if case .unknown = begin { true } else { false }
    }

    /// As many searches of a specification as there are uses of keys.
    static func all(_ count: Int, of keys: KeySpecification, of command: Command) -> [KeySearch] {
        switch keys {
        // Servers tell the destination of a merge apart from its sources.
        case .every(let first, let step) where count == 2:
            return [.init(.index(first), .range(0, 1)), .init(.index(first + 1), .range(-1, step))]
        case .pair(let first, let second) where count == 1:
            return [.init(.index(first), .range(second - first, 1))]
        default:
            let found = all(of: keys, command.arity, startsLate: command.effect != .reads)
            let lacking = max(count - found.count, 0)
            return found + Array(repeating: .unknown, count: lacking)
        }
    }

    /// `startsLate` tells a command with words before `STREAMS`.
    private static func all(
        of keys: KeySpecification,
        _ arity: Int,
        startsLate: Bool
    ) -> [KeySearch] {
        func one(_ index: Int) -> KeySearch { .init(.index(index), .range(0, 1)) }
        func keyword(_ word: ByteString) -> KeySearch {
            .init(.keyword(word, from: -arity), .range(0, 1))
        }
        switch keys {
        case .none: return []
        case .one(let index): return [one(index)]
        case .every(let first, let step): return [.init(.index(first), .range(-1, step))]
        case .allBut(let first, let last): return [.init(.index(first), .range(-1 - last, 1))]
        case .counted(let count), .declared(let count):
            return [.init(.index(count), .counted(step: 1))]
        case .countedPairs(let count): return [.init(.index(count), .counted(step: 2))]
        case .behindStreams:
            let start = startsLate ? 4 : 1
            return [
                .init(.keyword("STREAMS", from: start), .range(last: -1, step: 1, limit: 2))
            ]
        case .pair(let source, let destination): return [one(source), one(destination)]
        case .storing(let destination, let sources):
            return [one(destination), .init(.index(sources), .range(-1, 1))]
        case .storingOne(let destination, let source): return [one(destination), one(source)]
        case .storingCounted(let destination, let count):
            return [one(destination), .init(.index(count), .counted(step: 1))]
        case .copying: return [one(1), one(2)]
        case .moving: return [one(1)]
        case .sorting: return [one(1), .unknown, .unknown]
        case .storingBehindKeyword: return [one(1), keyword("STORE"), keyword("STOREDIST")]
        }
    }

    /// Keys of which only the command itself knows where they stand.
    static let unknown = KeySearch(.unknown, .unknown)

    fileprivate init(_ begin: Begin, _ find: Find) {
        self.begin = begin
        self.find = find
    }

    /// In the form of `COMMAND INFO`.
    func reply(uses: [String]) -> Reply {
        .map([
            .bulk("flags"), .set(uses.map { .status($0) }),
            .bulk("begin_search"), begin.reply,
            .bulk("find_keys"), find.reply,
        ])
    }
}

extension KeySearch.Find {
    fileprivate static func range(_ last: Int, _ step: Int) -> Self {
        .range(last: last, step: step, limit: 0)
    }

    fileprivate var reply: Reply {
        switch self {
        case .range(let last, let step, let limit):
            KeySearch.step(
                "range",
                [
                    .bulk("lastkey"), .count(last), .bulk("keystep"), .count(step),
                    .bulk("limit"), .count(limit),
                ]
            )
        case .counted(let step):
            KeySearch.step(
                "keynum",
                [
                    .bulk("keynumidx"), .count(0), .bulk("firstkey"), .count(1),
                    .bulk("keystep"), .count(step),
                ]
            )
        case .unknown: KeySearch.step("unknown", [])
        }
    }
}

extension KeySearch.Begin {
    fileprivate var reply: Reply {
        switch self {
        case .index(let index): KeySearch.step("index", [.bulk("index"), .count(index)])
        case .keyword(let word, let from):
            KeySearch.step(
                "keyword",
                [.bulk("keyword"), .bulk(word), .bulk("startfrom"), .count(from)]
            )
        case .unknown: KeySearch.step("unknown", [])
        }
    }
}

extension KeySearch {
    fileprivate static func step(_ type: ByteString, _ details: [Reply]) -> Reply {
        .map([.bulk("type"), .bulk(type), .bulk("spec"), .map(details)])
    }
}
