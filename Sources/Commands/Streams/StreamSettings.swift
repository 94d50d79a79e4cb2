import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// What a stream knows besides its entries: its last id, its counters, its idempotent producers.
enum StreamSettings {
    /// `XSETID key id [ENTRIESADDED count] [MAXDELETEDID id]`.
    static func setID(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let id = try arguments.streamID(2)
        var added: UInt64?
        var maxDeleted = StreamID.zero
        var index = 3
        while index < arguments.count {
            let value = try arguments.value(after: index)
            if arguments.matches(index, "ENTRIESADDED") {
                added = UInt64(try arguments.integer(value, in: 0...Int64.max))
            } else if arguments.matches(index, "MAXDELETEDID") {
                maxDeleted = try arguments.streamID(value)
                guard id >= maxDeleted else { throw belowDeleted }
            } else {
                throw .syntax
            }
            index += 2
        }
        let clampsGroups =
            context.profile.family == .redis
            && context.profile.isAtLeast(redis: 8, 8)
        let minimumIsDeleted = context.profile.lastIDCoversDeletions
        let done: Void? = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            guard !minimumIsDeleted || id >= stream.state.maxDeletedID else { throw tooSmall }
            if let last = stream.entries.last {
                guard id >= last.id else { throw tooSmall }
                guard UInt64(stream.entries.count) <= added ?? .max else { throw tooFew }
            }
            stream.state.lastID = id
            if maxDeleted != .zero { stream.state.maxDeletedID = maxDeleted }
            guard let added else { return }
            if clampsGroups, added < stream.state.entriesAdded { stream.clampReads(to: added) }
            stream.state.entriesAdded = added
        }
        guard done != nil else { throw .noSuchKey }
        return .ok
    }

    /// `XCFGSET key [IDMP-DURATION seconds] [IDMP-MAXSIZE count]`.
    static func configure(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var duration: UInt64?
        var most: UInt64?
        for index in stride(from: 2, to: arguments.count, by: 2) {
            let value = try arguments.value(after: index)
            let number = UInt64(try arguments.integer(value, in: 1...Int64.max))
            if arguments.matches(index, "IDMP-DURATION") {
                duration = number
            } else if arguments.matches(index, "IDMP-MAXSIZE") {
                most = number
            } else {
                throw .syntax
            }
        }
        let done: Void? = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            var idempotence = stream.state.idempotence ?? StreamIdempotence()
            if let duration { idempotence.durationSeconds = duration }
            if let most { idempotence.entriesMax = most }
            stream.state.idempotence = idempotence
        }
        guard done != nil else { throw .noSuchKey }
        return .ok
    }

    /// `XIDMPRECORD key producer id entry`.
    static func recordIdempotent(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let entry = try arguments.streamID(4)
        let done: Void? = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            stream.remember(arguments[3], of: arguments[2], as: entry)
        }
        guard done != nil else { throw .noSuchKey }
        return .ok
    }

    private static let tooSmall = CommandError(
        "The ID specified in XSETID is smaller than the target stream top item"
    )
    private static let belowDeleted = CommandError(
        "The ID specified in XSETID is smaller than the provided max_deleted_entry_id"
    )
    private static let tooFew = CommandError(
        "The entries_added specified in XSETID is smaller than the target stream length"
    )
}

extension StreamValue {
    /// A group can not have read more than was ever added.
    fileprivate mutating func clampReads(to added: UInt64) {
        let names = groups.compactMap { ($0.value.entriesRead ?? 0) > added ? $0.key : nil }
        for name in names {
            guard let place = groups.position(of: name.bytes) else { continue }
            groups[position: place].value.entriesRead = added
        }
    }

    /// Notes the id under which a producer added an entry; the oldest of too many is forgotten.
    mutating func remember(_ id: RawSpan, of producer: RawSpan, as entry: StreamID) {
        var idempotence = state.idempotence.take() ?? StreamIdempotence()
        let place = producerPlaces.place(of: producer, in: &idempotence)
        idempotence.producers[place].ids.append((id: ByteString(id), entry: entry))
        let most = idempotence.entriesMax
        if most > 0, UInt64(idempotence.producers[place].ids.count) > most {
            idempotence.producers[place].ids.removeFirst()
        }
        idempotence.idsAdded &+= 1
        state.idempotence = idempotence
    }
}

extension ServerProfile {
    /// Whether the last id may not be set below a deleted entry: Redis 7.0 still allows it.
    fileprivate var lastIDCoversDeletions: Bool { isAtLeast(redis: 7, 2) }
}
