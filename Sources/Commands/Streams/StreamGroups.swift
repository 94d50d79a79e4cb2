import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `XGROUP CREATE|SETID|DESTROY|CREATECONSUMER|DELCONSUMER key group …`.
enum StreamGroups {
    static func group(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        if arguments.matches(1, "CREATE") { return try create(&context, arguments) }
        if arguments.matches(1, "SETID") { return try setID(&context, arguments) }
        if arguments.matches(1, "DESTROY") { return try destroy(&context, arguments) }
        if arguments.matches(1, "CREATECONSUMER") {
            return try createConsumer(&context, arguments)
        }
        if arguments.matches(1, "DELCONSUMER") { return try removeConsumer(&context, arguments) }
        throw .syntax
    }

    private struct Start {
        var entriesRead: UInt64?
        var createsKey = false

        /// The id to start behind; nil for `$`, the last id of the stream.
        func id(_ arguments: borrowing Arguments) throws(CommandError) -> StreamID? {
            arguments.matches(4, "$") ? nil : try arguments.streamID(4)
        }
    }

    private static func start(
        _ arguments: borrowing Arguments,
        mayCreateKey: Bool
    ) throws(CommandError) -> Start {
        guard arguments.count >= 5 else { throw .arity }
        var start = Start()
        var index = 5
        while index < arguments.count {
            if mayCreateKey, arguments.matches(index, "MKSTREAM") {
                start.createsKey = true
            } else if arguments.matches(index, "ENTRIESREAD"), index + 1 < arguments.count {
                index += 1
                let read = try arguments.integer(index)
                guard read >= -1 else {
                    throw CommandError("value for ENTRIESREAD must be positive or -1")
                }
                start.entriesRead = read < 0 ? nil : UInt64(read)
            } else {
                throw CommandError(
                    .error,
                    saying: "unknown subcommand or wrong number of arguments for "
                        + "'\(arguments[1].printable)'. Try XGROUP HELP."
                )
            }
            index += 1
        }
        return start
    }

    private static func create(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let start = try start(arguments, mayCreateKey: true)
        let isThere = try context.expect(.stream, at: arguments[2])
        guard isThere || start.createsKey else { throw missingKey }
        let id = try start.id(arguments)
        try context.changeOrCreate(StreamValue.self, at: arguments[2]) {
            (stream) throws(CommandError) in
            let group = StreamGroupValue(
                lastID: id ?? stream.state.lastID,
                entriesRead: start.entriesRead
            )
            guard stream.groups.insert(arguments[3], group) else {
                throw CommandError(.busyGroup, "Consumer Group name already exists")
            }
        }
        return .ok
    }

    private static func setID(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let start = try start(arguments, mayCreateKey: false)
        guard let stream = try context.value(StreamValue.self, at: arguments[2]) else {
            throw missingKey
        }
        guard stream.groups.contains(arguments[3]) else {
            throw .noSuchGroup(arguments[3], of: arguments[2])
        }
        let id = try settingID(arguments)
        try changeStream(&context, arguments) { (stream) throws(CommandError) in
            let last = stream.state.lastID
            guard let place = stream.groups.position(of: arguments[3]) else {
                throw .noSuchGroup(arguments[3], of: arguments[2])
            }
            stream.groups[position: place].value.lastID = id ?? last
            stream.groups[position: place].value.entriesRead = start.entriesRead
        }
        return .ok
    }

    /// The id of `SETID`, which may be an end of the stream as well; nil for `$`.
    private static func settingID(
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> StreamID? {
        if arguments.matches(4, "-") { return .zero }
        if arguments.matches(4, "+") { return StreamID(.max, .max) }
        return arguments.matches(4, "$") ? nil : try arguments.streamID(4)
    }

    private static func destroy(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count == 4 else { throw .arity }
        let removed = try changeStream(&context, arguments) { (stream) throws(CommandError) in
            stream.groups.remove(arguments[3]) != nil
        }
        if !removed { context.effects.tellNothing() }
        return .flag(removed)
    }

    private static func createConsumer(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count == 5 else { throw .arity }
        let now = context.clock.nowMs
        let isNew = try changeStream(&context, arguments) { (stream) throws(CommandError) in
            guard let place = stream.groups.position(of: arguments[3]) else {
                throw .noSuchGroup(arguments[3], of: arguments[2])
            }
            return stream.groups[position: place].value.createConsumer(
                arguments[4],
                seenTimeMs: now
            ).isNew
        }
        if !isNew { context.effects.tellNothing() }
        return .flag(isNew)
    }

    private static func removeConsumer(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.count == 5 else { throw .arity }
        let owned = try changeStream(&context, arguments) { (stream) throws(CommandError) in
            guard let place = stream.groups.position(of: arguments[3]) else {
                throw .noSuchGroup(arguments[3], of: arguments[2])
            }
            return stream.groups[position: place].value.removeConsumer(arguments[4])
        }
        if owned == nil { context.effects.tellNothing() }
        return .count(owned ?? 0)
    }

    @discardableResult
    private static func changeStream<Result>(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments,
        _ body: (inout StreamValue) throws(CommandError) -> Result
    ) throws(CommandError) -> Result {
        guard arguments.count >= 4 else { throw .arity }
        guard let result = try context.change(StreamValue.self, at: arguments[2], body) else {
            throw missingKey
        }
        return result
    }

    private static let missingKey = CommandError(
        """
        The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use \
        the MKSTREAM option to create an empty stream automatically.
        """
    )
}

extension CommandError {
    /// The stream has no consumer group of that name.
    static let noGroup = CommandError(.noGroup, "no such consumer group")

    /// Either the key is missing, or the group.
    static func noGroup(_ group: RawSpan, of key: RawSpan, in command: String = "") -> CommandError
    {
        CommandError(
            .noGroup,
            saying:
                "No such key '\(key.printable)' or consumer group '\(group.printable)'\(command)"
        )
    }

    /// The key is there, and the group is not.
    static func noSuchGroup(_ group: RawSpan, of key: RawSpan) -> CommandError {
        CommandError(
            .noGroup,
            saying: "No such consumer group '\(group.printable)' for key name '\(key.printable)'"
        )
    }
}
