import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// In which form logs and replicas are told of a command, where it is not the one that came.
///
/// Source of each form: what Redis 7.0 writes to its own log. Every form gives the same result on
/// any server that knows the commands, at any time.
public enum Telling: Sendable, Hashable {
    /// As it came: it does the same everywhere.
    case verbatim
    /// `SET key value [PXAT ms]`: what a key holds now, with its expiry.
    case string
    /// `SET key value [PXAT ms]` for each of the keys that the command names.
    case strings
    /// `SET key value KEEPTTL`.
    case stringKeepingExpiry
    /// `PEXPIREAT key ms` with its condition, `PERSIST key`, or `DEL key` if the time is over.
    case expiry
    /// As `expiry` if the command had an option, else nothing.
    case expiryOption
    /// `DEL key`.
    case deletion
    /// `HSET key field value` for the field at index 2, and `HPEXPIREAT` if it expires.
    case hashField
    /// `HPEXPIREAT` or `HPERSIST` for the fields that were changed, `HDEL` for those that are gone.
    case fieldExpiries
    /// `HSETEX` with the time of the end, or `HDEL` if that is over.
    case fieldsWithExpiry
    /// `HDEL` for the fields that were answered.
    case fieldRemoval
    /// `SREM key member …`, for the members that were answered; `DEL key` if all were taken.
    case removedMembers
    /// The pop itself, from the key that was answered: the command with a count, or without one.
    case pop(PopForm)
    /// `LMOVE source destination from to`.
    case listMove(isOld: Bool)
    /// `XADD` with the id that was answered, and with an exact limit.
    case streamEntry
    /// `XTRIM` with an exact limit.
    case streamTrim
    /// `XCLAIM` for each entry, and where the group stands.
    case streamDelivery
    /// `XCLAIM` for each entry that was claimed, `XACK` for those that are gone.
    case streamClaim
    /// As it came, with the time of its end instead of what is left: `RESTORE … ABSTTL`.
    case restored
    /// `ZADD` with the scores of the positions.
    case positions
    /// Nothing unless the result is stored.
    case onlyStored

    /// Which pop is told, and what was answered.
    public enum PopForm: Sendable, Hashable {
        /// `[key, element]`: `LPOP key`.
        case one(StaticName)
        /// `[key, [elements]]`: `LPOP key count`, by the word `LEFT` or `RIGHT`.
        case listMany
        /// `[key, [[member, score] …]]`: `ZPOPMIN key count`, by the word `MIN` or `MAX`.
        case sortedSetMany
    }

    /// A name of a command.
    public enum StaticName: String, Sendable, Hashable {
        case popLeft = "LPOP"
        case popRight = "RPOP"
        case popLowest = "ZPOPMIN"
        case popHighest = "ZPOPMAX"
    }
}

extension Command {
    /// Runs the command for a client and leaves in the context's effects what logs and replicas
    /// are to be told.
    ///
    /// - Returns: the answer, and whether anything changed. If it did, the effects'
    ///   ``Effects/substitutes`` are told, or the command as it came if there are none.
    public func runTelling(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> (reply: Reply, hasChanged: Bool) {
        context.effects.removeAll()
        guard context.events.classes.isEmpty else { return try runWatched(&context, arguments) }
        return try runUnwatched(&context, arguments)
    }

    /// As ``runTelling(_:_:)``, for somebody who wants to hear of what happens to keys.
    private func runWatched(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> (reply: Reply, hasChanged: Bool) {
        guard hasEvents(arguments) else { return try runUnwatched(&context, arguments) }
        var watch = EventWatch(self, arguments, &context)
        let done = try runUnwatched(&context, arguments)
        watch.tell(arguments, done.reply, hasChanged: done.hasChanged, &context)
        return done
    }

    @inline(__always)
    private func runUnwatched(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> (reply: Reply, hasChanged: Bool) {
        let reply = try run(&context, arguments)
        if let told = context.effects.substitutes { return (reply, !told.isEmpty) }
        guard change.holds(for: reply) else { return (reply, false) }
        guard telling != .verbatim else { return (reply, true) }
        try telling.tell(arguments, reply, &context)
        return (reply, context.effects.substitutes?.isEmpty != true)
    }
}

extension Telling {
    /// Puts what is told into the effects of the context.
    func tell(
        _ arguments: borrowing Arguments,
        _ reply: Reply,
        _ context: inout CommandContext
    ) throws(CommandError) {
        let key = arguments.count > 1 ? arguments.bytes(1) : ByteString()
        switch self {
        case .verbatim: break
        case .string: try tellString(key, keepsExpiry: false, &context)
        case .strings:
            for use in KeySpecification.countedPairs(count: 1).uses(in: arguments) {
                try tellString(arguments.bytes(use.argument), keepsExpiry: false, &context)
            }
        case .fieldExpiries: try tellFieldExpiries(arguments, reply, &context)
        case .fieldsWithExpiry: try tellFieldsWithExpiry(arguments, &context)
        case .fieldRemoval: tellFieldRemoval(arguments, reply, &context)
        case .stringKeepingExpiry: try tellString(key, keepsExpiry: true, &context)
        case .expiry:
            let condition = (3..<max(arguments.count, 3)).map { arguments.bytes($0) }
            tellExpiry(key, condition, &context)
        case .expiryOption:
            if arguments.count > 2 {
                tellExpiry(key, [], &context)
            } else {
                context.effects.tellNothing()
            }
        case .deletion: context.tell(["DEL", key])
        case .hashField: try tellField(arguments, reply, &context)
        case .removedMembers: tellRemoved(key, reply, &context)
        case .pop(let form): tellPop(form, arguments, reply, &context)
        case .listMove(let isOld): tellMove(arguments, isOld: isOld, &context)
        case .streamEntry: try tellEntry(arguments, reply, &context)
        case .streamTrim: try tellTrim(arguments, &context)
        case .streamDelivery: try tellDelivery(arguments, reply, &context)
        case .streamClaim: try tellClaim(arguments, reply, &context)
        case .restored: tellRestored(arguments, &context)
        case .positions: try tellPositions(arguments, &context)
        case .onlyStored:
            if case .integer = reply { return }
            context.effects.tellNothing()
        }
    }
}

extension CommandContext {
    /// Tells a command instead of the one that ran, in the selected database.
    mutating func tell(_ words: [ByteString]) {
        let database = database
        effects.tell(OwnedArguments(words), in: database)
    }
}

// MARK: Strings and keys

extension Telling {
    private func tellString(
        _ key: ByteString,
        keepsExpiry: Bool,
        _ context: inout CommandContext
    ) throws(CommandError) {
        guard let value = try context.value(ByteString.self, at: key.bytes) else { return }
        var words = ["SET", key, value]
        if keepsExpiry {
            words.append("KEEPTTL")
        } else if let expiry = context.expiry(of: key.bytes) {
            words += ["PXAT", ByteString(decimal: expiry)]
        }
        context.tell(words)
    }

    /// A key whose time is over goes at once.
    private func tellExpiry(
        _ key: ByteString,
        _ condition: [ByteString],
        _ context: inout CommandContext
    ) {
        guard let place = context.selected.entries.position(of: key.bytes) else { return }
        guard let expiry = context.selected.entries[valueAt: place].attributes.expiresAtMs else {
            return context.tell(["PERSIST", key])
        }
        guard expiry <= context.clock.nowMs else {
            return context.tell(["PEXPIREAT", key, ByteString(decimal: expiry)] + condition)
        }
        context.remove(key.bytes)
        context.tell(["DEL", key])
    }

    private func tellRestored(
        _ arguments: borrowing Arguments,
        _ context: inout CommandContext
    ) {
        var isAbsolute = false
        var rest: [ByteString] = []
        for index in 3..<arguments.count {
            if index > 3, arguments.matches(index, "ABSTTL") { isAbsolute = true }
            rest.append(arguments.bytes(index))
        }
        let expiry = context.expiry(of: arguments[1])
        guard !isAbsolute, let expiry else { return }
        context.tell(
            ["RESTORE", arguments.bytes(1), ByteString(decimal: expiry)] + rest + ["ABSTTL"]
        )
    }
}
