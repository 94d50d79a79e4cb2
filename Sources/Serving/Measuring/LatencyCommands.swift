import RedoubtBytes
import RedoubtCommands

/// `LATENCY LATEST|HISTORY|RESET|GRAPH|DOCTOR|HISTOGRAM`.
enum LatencyCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let word = ServerCommands.word(arguments, 1)
        switch word.uppercased() {
        case "LATEST": return latest(engine.latencies)
        case "HISTORY":
            let event = engine.latencies.events[ServerCommands.word(arguments, 2)]
            return .array(
                (event?.samples ?? []).map {
                    .array([.integer($0.seconds), .integer($0.milliseconds)])
                }
            )
        case "RESET": return reset(engine, arguments)
        case "GRAPH": return try graph(engine, ServerCommands.word(arguments, 2))
        case "DOCTOR": return .text(ByteString(report(engine)))
        case "HISTOGRAM": return histograms(engine, arguments)
        default: return .failure(ServerCommands.unknownSubcommand(word, of: "LATENCY"))
        }
    }

    private static func latest(_ latencies: LatencyEvents) -> Reply {
        .array(
            latencies.events.sorted { $0.key < $1.key }.map { name, event in
                .array([
                    .bulk(ByteString(name)), .integer(event.samples.last?.seconds ?? 0),
                    .integer(event.samples.last?.milliseconds ?? 0), .integer(event.longest),
                ])
            }
        )
    }

    private static func reset(_ engine: ServerEngine, _ arguments: borrowing Arguments) -> Reply {
        var names = Array(engine.latencies.events.keys)
        if arguments.count > 2 {
            names = (2..<arguments.count).map { ServerCommands.word(arguments, $0) }
        }
        return .count(names.count { engine.latencies.remove($0) })
    }

    /// One line for each sample: how many seconds ago, how long, and a bar.
    private static func graph(
        _ engine: ServerEngine,
        _ name: String
    ) throws(CommandError) -> Reply {
        guard let event = engine.latencies.events[name] else {
            throw CommandError(.error, saying: "No samples available for event '\(name)'")
        }
        let lines = event.samples.map { sample in
            let length = Int(sample.milliseconds * 40 / max(event.longest, 1))
            let age = engine.nowMs / 1000 - sample.seconds
            return "\(age)s ago: \(sample.milliseconds) ms "
                + String(repeating: "#", count: max(length, 1))
        }
        return .text(
            ByteString("\(name), at most \(event.longest) ms\n" + lines.joined(separator: "\n"))
        )
    }

    private static func report(_ engine: ServerEngine) -> String {
        guard engine.settings.latencyThresholdMs > 0 else {
            return "Nothing is noted: set latency-monitor-threshold to some milliseconds.\n"
        }
        let events = engine.latencies.events.sorted { $0.key < $1.key }
        guard !events.isEmpty else { return "Nothing took longer than the threshold.\n" }
        return events.map { name, event in
            let mean = event.samples.reduce(0) { $0 + $1.milliseconds } / Int64(event.samples.count)
            return "\(name): \(event.samples.count) times noted, \(mean) ms on average, "
                + "\(event.longest) ms at most. SLOWLOG GET tells which commands.\n"
        }
        .joined()
    }

    private static func histograms(
        _ engine: ServerEngine,
        _ arguments: borrowing Arguments
    ) -> Reply {
        var wanted: [String] = []
        for index in 2..<max(arguments.count, 2) {
            wanted.append(ServerCommands.word(arguments, index).lowercased())
        }
        var replies: [Reply] = []
        for (place, times) in engine.figures.commands.enumerated() where times.histogram.total > 0 {
            let name = engine.table.figureNames[place]
            let isWanted =
                wanted.isEmpty || wanted.contains { $0 == name || name.hasPrefix($0 + "|") }
            guard isWanted else { continue }
            let classes = times.histogram.doubling.flatMap { end, count -> [Reply] in
                [.integer(end), .count(count)]
            }
            replies += [
                .bulk(ByteString(name)),
                .map([
                    .bulk("calls"), .count(times.histogram.total),
                    .bulk("histogram_usec"), .map(classes),
                ]),
            ]
        }
        return .map(replies)
    }
}
