import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues

/// Changing elements within a list.
enum ListElements {
    static func set(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard try context.expect(.list, at: arguments[1]) else { throw .noSuchKey }
        var index = try arguments.integer(2)
        // Since 7.2 servers look at the lower half of the number alone.
        if context.profile.isAtLeast(redis: 7, 2) {
            index = Int64(Int32(truncatingIfNeeded: index))
        }
        let place = index
        let done: Void? = try context.change(ListValue.self, at: arguments[1]) {
            (list) throws(CommandError) in
            let place = place < 0 ? place + Int64(list.count) : place
            guard place >= 0, place < Int64(list.count) else {
                throw CommandError("index out of range")
            }
            list.elements[Int(place)] = arguments.bytes(3)
        }
        guard done != nil else { throw .noSuchKey }
        return .ok
    }

    /// `LINSERT key BEFORE|AFTER pivot element`: at the first match from the head.
    static func insert(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let isBehind = arguments.matches(2, "AFTER")
        guard isBehind || arguments.matches(2, "BEFORE") else { throw .syntax }
        let count = try context.change(ListValue.self, at: arguments[1]) {
            (list) throws(CommandError) -> Int in
            let pivot = list.elements.enumerated().first { $1.bytes.equalsBytes(arguments[3]) }
            guard let pivot else { return -1 }
            let place = isBehind ? pivot.offset + 1 : pivot.offset
            list.elements.insert(arguments.bytes(4), at: place)
            return list.count
        }
        return .count(count ?? 0)
    }

    /// `LREM key count element`: from the head, from the tail if negative, all if zero.
    static func remove(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let wanted = try arguments.integer(2)
        // Valkey refuses the one count without an opposite.
        guard wanted > .min || context.profile.family != .valkey else { throw .outOfRange }
        let removed = try context.change(ListValue.self, at: arguments[1]) {
            (list) throws(CommandError) in
            var left = wanted == 0 ? UInt64.max : wanted.magnitude
            let before = list.count
            func isKept(_ element: ByteString) -> Bool {
                guard left > 0, element.bytes.equalsBytes(arguments[3]) else { return true }
                left -= 1
                return false
            }
            if wanted < 0 {
                list.elements = ElementChunks(list.elements.reversed().filter(isKept).reversed())
            } else {
                list.elements = ElementChunks(list.elements.filter(isKept))
            }
            return before - list.count
        }
        return .count(removed ?? 0)
    }

    static func trim(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let start = try arguments.integer(2)
        let stop = try arguments.integer(3)
        let removed = try context.change(ListValue.self, at: arguments[1]) {
            (list) throws(CommandError) in
            let before = list.count
            let kept = Ranks.range(start, stop, count: before)
            list.elements.removeLast(before - kept.upperBound)
            list.elements.removeFirst(kept.lowerBound)
            return before - kept.count
        }
        if removed ?? 0 == 0 { context.effects.tellNothing() }
        return .ok
    }
}

/// Ranges of places in a sequence, negative ones counted from the end.
enum Ranks {
    /// The places from `start` to `stop`, both included, that exist.
    static func range(_ start: Int64, _ stop: Int64, count: Int) -> Range<Int> {
        let size = Int64(count)
        let first = max(start < 0 ? start + size : start, 0)
        let last = min(stop < 0 ? stop + size : stop, size - 1)
        return first > last ? 0..<0 : Int(first)..<Int(last + 1)
    }
}
