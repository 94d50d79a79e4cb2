import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace

/// The commands that empty hash slots of a cluster.
enum SlotCommands {
    static let all: [Command] = [
        Command(
            "SFLUSH",
            arity: -3,
            keys: .none,
            effect: .wholeDatabase,
            since: "8.0",
            notes: "removes the keys of the slots from database 0, the only one of a cluster",
            body: flush
        ),
        Command(
            "TRIMSLOTS",
            arity: -5,
            keys: .none,
            effect: .wholeDatabase,
            since: "8.4",
            notes: "removes the keys of the slots from database 0, the only one of a cluster",
            body: trim
        ),
        Command(
            "CLUSTER",
            arity: -2,
            keys: .none,
            effect: .wholeDatabase,
            since: "valkey 9.0",
            notes: "`CLUSTER FLUSHSLOT` only, in all databases; any other subcommand stops the run",
            body: cluster
        ),
    ]

    /// `SFLUSH first last [first last …] [SYNC|ASYNC]`.
    private static func flush(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        let last = arguments.count - 1
        let hasMode = arguments.matches(last, "SYNC") || arguments.matches(last, "ASYNC")
        let slots = try slots(arguments, 1..<(hasMode ? last : arguments.count))
        remove(slots, from: 0, &context)
        return .ok
    }

    /// `TRIMSLOTS RANGES count first last [first last …]`.
    private static func trim(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.matches(1, "RANGES") else { throw .syntax }
        let count = try arguments.integer(2, in: 1...Int64(HashSlot.count))
        guard arguments.count == 3 + Int(count) * 2 else { throw .arity }
        remove(try slots(arguments, 3..<arguments.count), from: 0, &context)
        return .ok
    }

    /// `CLUSTER FLUSHSLOT slot [SYNC|ASYNC]`.
    private static func cluster(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        guard arguments.matches(1, "FLUSHSLOT") else {
            throw CommandError(.unreproducible, "this subcommand does not belong into a log")
        }
        guard arguments.count == 3 || arguments.count == 4 else { throw .arity }
        guard
            arguments.count == 3 || arguments.matches(3, "SYNC") || arguments.matches(3, "ASYNC")
        else { throw .syntax }
        let slot = try arguments.slot(2)
        for number in context.keyspace.databaseNumbers {
            remove([slot...slot], from: number, &context)
        }
        return .ok
    }

    private static func slots(
        _ arguments: borrowing Arguments,
        _ words: Range<Int>
    ) throws(CommandError) -> [ClosedRange<Int>] {
        guard !words.isEmpty, words.count % 2 == 0 else { throw .arity }
        var ranges: [ClosedRange<Int>] = []
        for index in stride(from: words.lowerBound, to: words.upperBound, by: 2) {
            let first = try arguments.slot(index)
            let last = try arguments.slot(index + 1)
            guard first <= last else { throw CommandError("start slot is greater than end slot") }
            ranges.append(first...last)
        }
        return ranges
    }

    private static func remove(
        _ slots: [ClosedRange<Int>],
        from number: Int,
        _ context: inout CommandContext
    ) {
        var isEmptied = [Bool](repeating: false, count: HashSlot.count)
        for range in slots { for slot in range { isEmptied[slot] = true } }
        var doomed: [ByteString] = []
        context.keyspace[database: number].forEachName { key in
            if isEmptied[HashSlot.slot(of: key.bytes)] { doomed.append(key) }
        }
        for key in doomed { context.keyspace[database: number].remove(key.bytes) }
    }
}

extension Arguments {
    fileprivate func slot(_ index: Int) throws(CommandError) -> Int {
        Int(try integer(index, in: 0...Int64(HashSlot.count - 1)))
    }
}
