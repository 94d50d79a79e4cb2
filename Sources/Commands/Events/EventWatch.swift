import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// What has to be known of the keys of a command before it runs, so that their events can be told.
struct EventWatch {
    /// A key that is not only read.
    struct Changed {
        let key: ByteString
        let database: Int
        /// Whether it is there: before the command, and then as far as was told.
        var isThere: Bool
        let role: KeyUse.Role
    }

    let rule: EventRule
    var keys: [Changed] = []
    /// Keys that were looked for in vain.
    private(set) var misses: [(key: ByteString, database: Int)] = []
    /// What the rule compares with what is there afterwards.
    private(set) var former = Former.nothing

    enum Former {
        case nothing
        /// Whether the other set has the member already.
        case member(Bool)
        /// Whether the key has an end.
        case expires(Bool)
        case scores([Double?])
        case entryCount(UInt64)
        /// Whether the group of each key has the consumer.
        case consumers([Bool])
        case consumer(Bool)
    }

    /// Looks at the keys; those that are over go now.
    init(
        _ command: Command,
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        rule = command.events
        let selected = context.database
        let tellsMisses = command.tellsMisses(arguments)
        var uses: [KeyUse] = []
        command.forEachKey(in: arguments) { uses.append($0) }
        for use in uses {
            let key = arguments.bytes(use.argument)
            let database = use.database ?? selected
            let isThere = context.inDatabase(database) {
                $0.existsWithoutOverdueFields(key.bytes)
            }
            if !isThere, tellsMisses || use.role == .source { misses.append((key, database)) }
            guard use.role != .source else { continue }
            keys.append(
                Changed(key: key, database: database, isThere: isThere, role: use.role)
            )
        }
        former = look(arguments, &context)
    }

    /// What the rule has to know.
    private func look(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) -> Former {
        switch rule {
        case .memberMoved where arguments.count == 4:
            let set = try? context.value(SetValue.self, at: arguments[2])
            return .member(set?.contains(arguments[3]) ?? false)
        case .getExpiring: return .expires(context.expiry(of: arguments[1]) != nil)
        case .scored: return .scores(scores(arguments, &context))
        case .entryAdded:
            let stream = try? context.value(StreamValue.self, at: arguments[1])
            return .entryCount(UInt64(stream?.entries.count ?? 0))
        case .consumers(let place): return .consumers(consumers(arguments, place, &context))
        case .groups where arguments.count == 5:
            let stream = try? context.value(StreamValue.self, at: arguments[2])
            let group = stream?.groups[arguments[3]]
            return .consumer(group?.consumers.contains(arguments[4]) ?? false)
        default: return .nothing
        }
    }

    /// The scores of what may be members among the arguments.
    func scores(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) -> [Double?] {
        let members = try? context.value(SortedSetValue.self, at: arguments[1])
        guard let members else { return [] }
        return (2..<arguments.count).map { members.score(of: arguments[$0]) }
    }

    /// Whether the group of each key has the consumer.
    func consumers(
        _ arguments: borrowing Arguments,
        _ place: Int,
        _ context: inout CommandContext
    ) -> [Bool] {
        guard place + 1 < arguments.count else { return [] }
        var found: [Bool] = []
        for changed in keys {
            let stream = try? context.value(StreamValue.self, at: changed.key.bytes)
            let group = stream?.groups[arguments[place]]
            found.append(group?.consumers.contains(arguments[place + 1]) ?? false)
        }
        return found
    }
}

extension Command {
    /// Whether anything is to be told of a request.
    func hasEvents(_ arguments: borrowing Arguments) -> Bool {
        if case .none = events { return tellsMisses(arguments) }
        return true
    }

    /// Whether a key that is not there is an event: not for those who look at how a server holds
    /// a value, and of the commands that write for those that answer what was there.
    fileprivate func tellsMisses(_ arguments: borrowing Arguments) -> Bool {
        switch name {
        case "OBJECT", "MEMORY": return false
        case "GETSET", "GETEX", "GETDEL", "PFCOUNT", "PFMERGE": return true
        case "SET":
            for index in 3..<max(arguments.count, 3) where arguments.matches(index, "GET") {
                return true
            }
            return false
        default: return effect == .reads
        }
    }
}
