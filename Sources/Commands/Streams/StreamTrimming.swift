import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// How a stream is cut at its old end.
///
/// A log tells the exact limit, even where a client asked for an approximate one; `~` and `LIMIT`
/// are taken and mean nothing.
struct StreamTrim {
    enum Limit {
        case length(Int)
        case minimum(StreamID)
    }

    var limit: Limit?
    /// Whether the limit came with `~`.
    private(set) var isApproximate = false
    var references = EntryReferences.keep

    /// Takes the option at `index` with its values, if it is one of these; `index` moves to the
    /// last argument of it.
    mutating func take(
        _ arguments: borrowing Arguments,
        _ index: inout Int
    ) throws(CommandError) -> Bool {
        if let references = EntryReferences(arguments, at: index) {
            self.references = references
        } else if arguments.matches(index, "MAXLEN") {
            isApproximate = arguments.matches(index + 1, "~")
            index = try Self.threshold(arguments, behind: index)
            let length = try arguments.integer(index, in: 0...Int64.max)
            limit = .length(Int(length))
        } else if arguments.matches(index, "MINID") {
            isApproximate = arguments.matches(index + 1, "~")
            index = try Self.threshold(arguments, behind: index)
            limit = .minimum(try arguments.streamID(index))
        } else if arguments.matches(index, "LIMIT") {
            index = try arguments.value(after: index)
            _ = try arguments.integer(index, in: 0...Int64.max)
        } else {
            return false
        }
        return true
    }

    /// The index of the limit behind its keyword and an optional `=` or `~`.
    private static func threshold(
        _ arguments: borrowing Arguments,
        behind index: Int
    ) throws(CommandError) -> Int {
        let next = try arguments.value(after: index)
        guard arguments.matches(next, "=") || arguments.matches(next, "~"),
            next + 1 < arguments.count
        else { return next }
        return next + 1
    }

    /// Cuts the stream; returns how many entries went.
    func apply(to stream: inout StreamValue) -> Int {
        let count: Int
        switch limit {
        case nil: return 0
        case .length(let most):
            count = max(stream.entries.count - most, 0)
        case .minimum(let id):
            count = stream.entries.rank(of: stream.entries.position { $0.id < id })
        }
        guard count > 0 else { return 0 }
        switch references {
        case .keep: break
        case .delete:
            let gone = stream.entries.prefix(count).map(\.id)
            for id in gone { stream.dropReferences(id) }
        case .needAcknowledged:
            return removeAcknowledged(from: &stream, atMost: count)
        }
        stream.entries.removeRanks(0..<count)
        return count
    }

    /// Entries that a group still needs are passed over; a limit of length then reaches further.
    private func removeAcknowledged(
        from stream: inout StreamValue,
        atMost count: Int
    ) -> Int {
        var gone: [StreamID] = []
        for entry in stream.entries {
            if case .minimum(let id) = limit, entry.id >= id { break }
            if gone.count == count { break }
            if !stream.isReferenced(entry.id) { gone.append(entry.id) }
        }
        for id in gone {
            if let place = stream.position(of: id) { stream.entries.remove(at: place) }
        }
        return gone.count
    }
}

/// `XTRIM key MAXLEN|MINID [=|~] limit [LIMIT n] [KEEPREF|DELREF|ACKED]`.
enum StreamTrimming {
    static func trim(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var trim = StreamTrim()
        var index = 2
        while index < arguments.count {
            guard try trim.take(arguments, &index) else { throw .syntax }
            index += 1
        }
        guard trim.limit != nil else { throw .syntax }
        let removed = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in trim.apply(to: &stream)
        }
        return .count(removed ?? 0)
    }
}
