import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// `XADD key [NOMKSTREAM] [KEEPREF|DELREF|ACKED] [IDMP producer id|IDMPAUTO producer]
/// [MAXLEN|MINID …] id field value …`.
enum StreamAdding {
    private enum NewID {
        case chosen(StreamID)
        /// `*`
        case anyOfNow
        /// `milliseconds-*`
        case sequence(UInt64)
    }

    private struct Options {
        var trim = StreamTrim()
        var createsKey = true
        var producer: Int?
        /// Where the producer's own id stands; nil if it is made from the fields.
        var producerID: Int?
        var idIndex = 2
    }

    static func add(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let options = try parse(arguments)
        let isServing = context.isServing
        try options.trim.check(isServing: isServing)
        let newID = try newID(arguments, at: options.idIndex, context.profile)
        let first = options.idIndex + 1
        guard arguments.count > first, (arguments.count - first) % 2 == 0 else { throw .arity }
        if case .chosen(.zero) = newID {
            throw CommandError("The ID specified in XADD must be greater than 0-0")
        }
        let isThere = try context.expect(.stream, at: arguments[1])
        if !isThere && !options.createsKey { return .null }
        // What is logged has its id; where an idempotent add still has none, it was a duplicate.
        if options.producer != nil, case .anyOfNow = newID { return .null }
        let now = UInt64(clamping: context.clock.nowMs)
        let id = try context.changeOrCreate(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            let id = try resolve(newID, in: stream, now: now)
            var entry = StreamEntry(id)
            for index in stride(from: first, to: arguments.count, by: 2) {
                entry.append(arguments[index], value: arguments[index + 1])
            }
            stream.entries.insert(entry)
            stream.state.lastID = id
            stream.state.entriesAdded &+= 1
            if let producer = options.producer, let producerID = options.producerID {
                stream.remember(arguments[producerID], of: arguments[producer], as: id)
            }
            _ = options.trim.apply(to: &stream, isServing: isServing)
            return id
        }
        return .bulk(ByteString(id.description))
    }

    private static func parse(_ arguments: borrowing Arguments) throws(CommandError) -> Options {
        var options = Options()
        var index = 2
        while index < arguments.count {
            if arguments.matches(index, "NOMKSTREAM") {
                options.createsKey = false
            } else if arguments.matches(index, "IDMP") {
                options.producer = try arguments.value(after: index)
                index = try arguments.value(after: index + 1)
                options.producerID = index
            } else if arguments.matches(index, "IDMPAUTO") {
                index = try arguments.value(after: index)
                options.producer = index
            } else if try !options.trim.take(arguments, &index) {
                break
            }
            index += 1
        }
        options.idIndex = index
        return options
    }

    private static func newID(
        _ arguments: borrowing Arguments,
        at index: Int,
        _ profile: ServerProfile
    ) throws(CommandError) -> NewID {
        guard index < arguments.count else { throw .arity }
        if arguments.matches(index, "*") { return .anyOfNow }
        if profile.isAtLeast(redis: 7, 0),
            let milliseconds = StreamIDText.milliseconds(ofOpen: arguments[index])
        {
            return .sequence(milliseconds)
        }
        return .chosen(try arguments.streamID(index))
    }

    private static func resolve(
        _ newID: NewID,
        in stream: StreamValue,
        now: UInt64
    ) throws(CommandError) -> StreamID {
        let last = stream.state.lastID
        guard last.successor != nil else { throw exhausted }
        switch newID {
        case .chosen(let id):
            guard id > last else { throw notAscending }
            return id
        case .anyOfNow:
            if now > last.milliseconds { return StreamID(now, 0) }
            guard let next = last.successor else { throw exhausted }
            return next
        case .sequence(let milliseconds):
            guard milliseconds >= last.milliseconds else { throw notAscending }
            if milliseconds > last.milliseconds { return StreamID(milliseconds, 0) }
            guard last.sequence < .max else { throw exhausted }
            return StreamID(milliseconds, last.sequence + 1)
        }
    }

    private static let notAscending = CommandError(
        "The ID specified in XADD is equal or smaller than the target stream top item"
    )
    private static let exhausted = CommandError(
        "The stream has exhausted the last possible ID, unable to add more items"
    )
}
