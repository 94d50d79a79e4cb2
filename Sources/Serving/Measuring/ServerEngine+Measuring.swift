import RedoubtBytes
import RedoubtCommands

extension ServerEngine {
    /// Decides whether the time is looked at behind each command.
    func settleMeasuring() {
        isMeasuring =
            stopwatch != nil
            && (settings.slowMicroseconds >= 0 || settings.latencyThresholdMs > 0
                || settings.tracksLatency)
        slowLog.trim(to: settings.slowCountMax)
        markNanoseconds = stopwatch?() ?? 0
    }

    /// Where a command is counted: a subcommand has a place of its own.
    func figurePlace(of index: Int, _ arguments: borrowing Arguments) -> Int {
        guard let forms = table.commands[index].subcommands else { return index }
        return forms.place(of: arguments).map { table.figureStarts[index] + $0 } ?? index
    }

    /// Notes how long a command took that began at a mark.
    func noteTime(
        since mark: Int64,
        _ index: Int,
        _ arguments: borrowing Arguments,
        _ session: Session
    ) {
        guard let stopwatch else { return }
        let now = stopwatch()
        let nanoseconds = max(now - mark, 0)
        markNanoseconds = now
        let place = figurePlace(of: index, arguments)
        figures.commands[place].nanoseconds += nanoseconds
        if settings.tracksLatency {
            figures.commands[place].histogram.add(nanoseconds: nanoseconds)
        }
        let limit = settings.slowMicroseconds
        if limit >= 0, nanoseconds / 1000 >= limit, table.commands[index].command.name != "EXEC" {
            slowLog.add(
                SlowLog.words(arguments),
                microseconds: nanoseconds / 1000,
                of: session,
                atMs: nowMs,
                countMax: settings.slowCountMax
            )
        }
        noteLatency(milliseconds: nanoseconds / 1_000_000, table.commands[index])
    }

    private func noteLatency(milliseconds: Int64, _ served: ServedCommand) {
        let threshold = Int64(settings.latencyThresholdMs)
        guard threshold > 0, milliseconds >= threshold else { return }
        let isFast = served.description?.marks.contains("fast") ?? false
        let name = isFast ? "fast-command" : "command"
        latencies.note(name, milliseconds: milliseconds, atMs: nowMs)
    }
}
