import RedoubtBytes
import RedoubtCommands

/// `SLOWLOG GET|LEN|RESET`.
enum SlowLogCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        if arguments.matches(1, "LEN") { return .count(engine.slowLog.entries.count) }
        if arguments.matches(1, "RESET") {
            engine.slowLog.removeAll()
            return .ok
        }
        var count: Int64 = 10
        if arguments.count == 3 {
            guard let said = try? arguments.integer(2), said >= -1 else {
                throw CommandError("count should be greater than or equal to -1")
            }
            count = said < 0 ? .max : said
        }
        let wanted = engine.slowLog.entries.suffix(Int(clamping: count))
        return .array(wanted.reversed().map(\.reply))
    }
}
