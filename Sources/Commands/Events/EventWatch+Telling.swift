import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Telling what happened, behind the command.
///
/// Servers tell of a key that came before they tell of what came into it, and of one that went
/// behind what took the last of it away.
extension EventWatch {
    /// Tells the events of a command that answered this.
    ///
    /// - Parameter hasChanged: whether it changed anything, for all that its answer tells.
    mutating func tell(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        hasChanged: Bool,
        _ context: inout CommandContext
    ) {
        for miss in misses { context.events.note(.missed, "keymiss", miss.key, miss.database) }
        if case .consumers(let group) = rule { tellConsumers(group, arguments, &context) }
        if case .touched(let kind, let name) = rule {
            for index in keys.indices { tell(kind, name, index, &context) }
        }
        guard hasChanged else { return }
        switch rule {
        case .none, .consumers, .touched: break
        case .changed(let kind, let name):
            for index in keys.indices { tell(kind, name, index, &context) }
        case .first(let kind, let name): tell(kind, name, 0, &context)
        case .deleted: for index in keys.indices { tellGone(index, &context) }
        case .expiry:
            if !tellGone(0, &context) { note(.generic, "expire", 0, &context) }
        case .set, .setExpiring: tellSet(arguments, &context)
        case .getExpiring: tellGetExpiring(arguments, &context)
        case .stored(let kind, let name): tellStored(kind, name, &context)
        case .renamed: tellRenamed(&context)
        case .moved: tellMoved(&context)
        case .copied: tellCopied(&context)
        case .restored: tellRestored(&context)
        case .popped(let kind, let first, let last):
            tellPopped(kind, first, last, arguments, reply, &context)
        case .listMoved(let hasEnds): tellListMoved(hasEnds, arguments, &context)
        case .memberMoved: tellMemberMoved(&context)
        case .scored: tellScored(arguments, &context)
        case .entryAdded: tellEntryAdded(arguments, &context)
        case .groups: tellGroups(arguments, reply, &context)
        }
    }

    // MARK: Coming and going

    private func note(
        _ kind: EventClasses,
        _ name: StaticString,
        _ index: Int,
        _ context: inout CommandContext
    ) {
        guard index < keys.count else { return }
        context.events.note(kind, name, keys[index].key, keys[index].database)
    }

    /// Whether a key is there now, though its time may be over.
    private func isThere(_ index: Int, _ context: inout CommandContext) -> Bool {
        let key = keys[index].key
        return context.inDatabase(keys[index].database) { $0.selected.entries.contains(key.bytes) }
    }

    /// Tells that a key came, if it did.
    private mutating func tellNew(_ index: Int, _ context: inout CommandContext) {
        guard index < keys.count, !keys[index].isThere, isThere(index, &context) else { return }
        let (key, database) = (keys[index].key, keys[index].database)
        context.events.note(.new, "new", key, database)
        setThere(true, key, database)
    }

    /// Tells that a key went, if it did.
    @discardableResult
    private mutating func tellGone(_ index: Int, _ context: inout CommandContext) -> Bool {
        guard index < keys.count, keys[index].isThere, !isThere(index, &context) else {
            return false
        }
        let (key, database) = (keys[index].key, keys[index].database)
        context.events.note(.generic, "del", key, database)
        setThere(false, key, database)
        return true
    }

    /// A key may be named several times.
    private mutating func setThere(_ isThere: Bool, _ key: ByteString, _ database: Int) {
        for index in keys.indices where keys[index].key == key && keys[index].database == database {
            keys[index].isThere = isThere
        }
    }

    /// Tells an event of a key that came, went or stayed.
    private mutating func tell(
        _ kind: EventClasses,
        _ name: StaticString,
        _ index: Int,
        _ context: inout CommandContext
    ) {
        guard index < keys.count else { return }
        let was = keys[index].isThere
        tellNew(index, &context)
        guard was || keys[index].isThere else { return }
        note(kind, name, index, &context)
        tellGone(index, &context)
    }

    // MARK: Strings and keys

    private mutating func tellSet(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        var expires = false
        if case .setExpiring = rule { expires = true }
        // Options stand behind the last value.
        let first = keys.count > 1 ? 2 + keys.count * 2 : 3
        for index in first..<max(arguments.count, first)
        where ExpiryOption.isOne(arguments, at: index) {
            expires = true
        }
        for index in keys.indices {
            tellNew(index, &context)
            note(.strings, "set", index, &context)
            if expires { note(.generic, "expire", index, &context) }
        }
    }

    private mutating func tellGetExpiring(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        if tellGone(0, &context) { return }
        guard arguments.matches(2, "PERSIST") else {
            return note(.generic, "expire", 0, &context)
        }
        if case .expires(true) = former { note(.generic, "persist", 0, &context) }
    }

    private mutating func tellStored(
        _ kind: EventClasses,
        _ name: StaticString,
        _ context: inout CommandContext
    ) {
        guard let index = keys.firstIndex(where: { $0.role == .destination }),
            !tellGone(index, &context)
        else { return }
        tellNew(index, &context)
        if keys[index].isThere { note(kind, name, index, &context) }
    }

    private mutating func tellRenamed(_ context: inout CommandContext) {
        guard keys.count == 2, keys[0].key != keys[1].key else { return }
        note(.new, "new", 1, &context)
        note(.generic, "rename_from", 0, &context)
        note(.generic, "rename_to", 1, &context)
    }

    private mutating func tellMoved(_ context: inout CommandContext) {
        tellNew(1, &context)
        note(.generic, "move_from", 0, &context)
        note(.generic, "move_to", 1, &context)
    }

    private mutating func tellCopied(_ context: inout CommandContext) {
        note(.new, "new", 0, &context)
        note(.generic, "copy_to", 0, &context)
    }

    private mutating func tellRestored(_ context: inout CommandContext) {
        if tellGone(0, &context) { return }
        note(.new, "new", 0, &context)
        note(.generic, "restore", 0, &context)
    }

    // MARK: Lists, sets, sorted sets

    private mutating func tellPopped(
        _ kind: EventClasses,
        _ first: StaticString,
        _ last: StaticString,
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) {
        guard case .array(let parts) = reply, case .bulk(let key) = parts.first,
            let index = keys.firstIndex(where: { $0.key == key })
        else { return }
        var isFirst = false
        for index in max(arguments.count - 3, 1)..<arguments.count
        where arguments.matches(index, "LEFT") || arguments.matches(index, "MIN") {
            isFirst = true
        }
        tell(kind, isFirst ? first : last, index, &context)
    }

    private mutating func tellListMoved(
        _ hasEnds: Bool,
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        let popsLeft = hasEnds && arguments.matches(3, "LEFT")
        let pushesLeft = !hasEnds || arguments.matches(4, "LEFT")
        tellNew(1, &context)
        note(.lists, pushesLeft ? "lpush" : "rpush", 1, &context)
        note(.lists, popsLeft ? "lpop" : "rpop", 0, &context)
        tellGone(0, &context)
    }

    private mutating func tellMemberMoved(_ context: inout CommandContext) {
        guard keys.count == 2, keys[0].key != keys[1].key else { return }
        note(.sets, "srem", 0, &context)
        tellGone(0, &context)
        guard case .member(false) = former else { return }
        tellNew(1, &context)
        note(.sets, "sadd", 1, &context)
    }

    private mutating func tellScored(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        let now = scores(arguments, &context)
        if case .scores(let was) = former, was == now { return }
        var adds = arguments.matches(0, "ZINCRBY")
        for index in 2..<max(arguments.count - 2, 2) where arguments.matches(index, "INCR") {
            adds = true
        }
        tell(.sortedSets, adds ? "zincr" : "zadd", 0, &context)
    }

    // MARK: Streams

    private mutating func tellEntryAdded(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        tell(.streams, "xadd", 0, &context)
        let stream = try? context.value(StreamValue.self, at: arguments[1])
        guard case .entryCount(let was) = former, let stream else { return }
        if stream.entries.count < was + 1 { note(.streams, "xtrim", 0, &context) }
    }

    /// Whether a consumer was there, whose removal may answer a zero.
    private var hadConsumer: Bool {
        if case .consumer(true) = former { true } else { false }
    }

    private mutating func tellGroups(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) {
        let isRemoval = hadConsumer && arguments.matches(1, "DELCONSUMER")
        guard reply != .integer(0) || isRemoval else { return }
        tellNew(0, &context)
        let names: [(StaticString, StaticString)] = [
            ("CREATE", "xgroup-create"), ("SETID", "xgroup-setid"),
            ("DESTROY", "xgroup-destroy"), ("CREATECONSUMER", "xgroup-createconsumer"),
            ("DELCONSUMER", "xgroup-delconsumer"),
        ]
        for (word, name) in names where arguments.matches(1, word) {
            note(.streams, name, 0, &context)
        }
    }

    private mutating func tellConsumers(
        _ group: Int,
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        guard case .consumers(let was) = former else { return }
        let now = consumers(arguments, group, &context)
        for (index, isThere) in now.enumerated() where isThere && !was[index] {
            note(.streams, "xgroup-createconsumer", index, &context)
        }
    }
}
