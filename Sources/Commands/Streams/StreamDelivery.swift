import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Taking entries off the pending list, and handing them back to it.
enum StreamDelivery {
    /// `XACK key group id …`.
    static func acknowledge(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let count = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            guard let place = stream.groups.position(of: arguments[2]) else { return 0 }
            let ids = try arguments.streamIDs(3..<arguments.count)
            var count = 0
            for id in ids where stream.groups[position: place].value.acknowledge(id) { count += 1 }
            return count
        }
        return .count(count ?? 0)
    }

    /// How the delivery count changes when an entry is handed back.
    private enum Mode {
        case silent
        case fail
        case fatal

        func count(_ old: UInt64) -> UInt64 {
            switch self {
            case .silent: old == 0 ? 0 : old - 1
            case .fail: old
            case .fatal: UInt64(Int64.max)
            }
        }
    }

    /// `XNACK key group SILENT|FAIL|FATAL IDS count id … [RETRYCOUNT count] [FORCE]`.
    static func handBack(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let mode = try mode(arguments)
        var index = 4
        let ids = try arguments.countedStreamIDs(&index)
        var retryCount: UInt64?
        var isForced = false
        while index < arguments.count {
            if arguments.matches(index, "FORCE") {
                isForced = true
            } else if arguments.matches(index, "RETRYCOUNT") {
                index = try arguments.value(after: index)
                retryCount = UInt64(try arguments.integer(index, in: 0...Int64.max))
            } else {
                throw .syntax
            }
            index += 1
        }
        let count = try context.change(StreamValue.self, at: arguments[1]) {
            (stream) throws(CommandError) in
            guard let place = stream.groups.position(of: arguments[2]) else { throw .noGroup }
            var count = 0
            for id in ids {
                let old = stream.groups[position: place].value.pending(id)
                guard old != nil || (isForced && stream.contains(id)) else { continue }
                stream.groups[position: place].value.deliver(
                    id,
                    to: nil,
                    timeMs: 0,
                    count: retryCount ?? mode.count(old?.deliveryCount ?? 0)
                )
                count += 1
            }
            return count
        }
        guard let count else { throw .noGroup }
        return .count(count)
    }

    private static func mode(_ arguments: borrowing Arguments) throws(CommandError) -> Mode {
        if arguments.matches(3, "SILENT") { return .silent }
        if arguments.matches(3, "FAIL") { return .fail }
        if arguments.matches(3, "FATAL") { return .fatal }
        throw .syntax
    }
}
