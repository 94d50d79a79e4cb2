import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace

/// `MEMORY`: what the process takes, and what a key takes.
enum MemoryCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        if arguments.matches(1, "STATS") { return stats(engine) }
        if arguments.matches(1, "DOCTOR") { return .text(ByteString(report(engine))) }
        if arguments.matches(1, "PURGE") { return .ok }
        if arguments.matches(1, "MALLOC-STATS") {
            return .text("The allocator of the system keeps no figures.\n")
        }
        guard let usage = ReadingCommands.table.lookup(arguments[0]) else { throw .syntax }
        return try engine.apply(ServedCommand(usage), arguments, in: session.database)
    }

    private static func stats(_ engine: ServerEngine) -> Reply {
        let resident = ProcessFigures.residentByteCount
        let keys = engine.context.keyspace.databaseNumbers.reduce(0) {
            $0 + engine.context.keyspace[database: $1].count
        }
        let clients = engine.sessions.values.reduce(0) { $0 + $1.output.count }
        let figures: [(ByteString, Int)] = [
            ("peak.allocated", ProcessFigures.peakByteCount),
            ("total.allocated", resident),
            ("startup.allocated", 0),
            ("clients.normal", clients),
            ("keys.count", keys),
            ("keys.bytes-per-key", keys == 0 ? 0 : resident / keys),
            ("dataset.bytes", resident),
        ]
        return .map(figures.flatMap { [.bulk($0.0), .count($0.1)] })
    }

    private static func report(_ engine: ServerEngine) -> String {
        let megabytes = ProcessFigures.residentByteCount >> 20
        let peak = ProcessFigures.peakByteCount >> 20
        return
            "\(megabytes) MB are in use, \(peak) MB were at most. Values that nobody has touched "
            + "stay in their file.\n"
    }
}
