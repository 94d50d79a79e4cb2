import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Deleting single entries, which their groups keep pending unless told otherwise.
enum StreamDeleting {
    /// `XDEL key id …`.
    static func delete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard try context.expect(.stream, at: arguments[1]) else { return .integer(0) }
        let ids = try arguments.streamIDs(2..<arguments.count)
        let isServing = context.isServing
        let count = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            if isServing { stream.foldNodes() }
            var count = 0
            for id in ids where stream.delete(id) { count += 1 }
            return count
        }
        return .count(count ?? 0)
    }

    /// `XDELEX key [KEEPREF|DELREF|ACKED] IDS count id …`.
    static func deleteExtended(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let (references, ids) = try parse(arguments, from: 2)
        let replies = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            ids.map { Reply.integer(remove($0, references, from: &stream)) }
        }
        return .array(replies ?? ids.map { _ in .integer(-1) })
    }

    /// `XACKDEL key group [KEEPREF|DELREF|ACKED] IDS count id …`.
    static func acknowledgeAndDelete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let (references, ids) = try parse(arguments, from: 3)
        let replies = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) -> [Reply]? in
            guard let place = stream.groups.position(of: arguments[2]) else { return nil }
            return ids.map { id in
                guard stream.groups[position: place].value.acknowledge(id) else {
                    return .integer(-1)
                }
                return .integer(remove(id, references, from: &stream))
            }
        }
        return .array((replies ?? nil) ?? ids.map { _ in .integer(-1) })
    }

    private static func parse(
        _ arguments: borrowing Arguments,
        from first: Int
    ) throws(CommandError) -> (EntryReferences, [StreamID]) {
        var references = EntryReferences.keep
        var index = first
        if let option = EntryReferences(arguments, at: index) {
            references = option
            index += 1
        }
        let ids = try arguments.countedStreamIDs(&index)
        guard index == arguments.count else { throw .syntax }
        return (references, ids)
    }

    /// 1 for deleted, 2 for still needed by a group, −1 for missing.
    private static func remove(
        _ id: StreamID,
        _ references: EntryReferences,
        from stream: inout StreamValue
    ) -> Int64 {
        switch references {
        case .keep: break
        case .delete: stream.dropReferences(id)
        case .needAcknowledged: if stream.isReferenced(id) { return 2 }
        }
        return stream.delete(id) ? 1 : -1
    }
}
