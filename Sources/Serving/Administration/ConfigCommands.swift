import RedoubtBytes
import RedoubtCommands

/// `CONFIG GET|SET|RESETSTAT|REWRITE`.
enum ConfigCommands {
    static func run(
        _ engine: ServerEngine,
        _ session: Session,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply? {
        let word = ServerCommands.word(arguments, 1)
        switch (word.uppercased(), arguments.count) {
        case ("GET", 3...): return get(engine, arguments)
        case ("SET", 4...) where arguments.count % 2 == 0: return set(engine, arguments)
        case ("RESETSTAT", 2):
            let start = engine.figures.startMs
            engine.figures = ServerFigures(commandCount: engine.table.figureNames.count)
            engine.figures.startMs = start
            return .ok
        case ("REWRITE", 2):
            return .failure("ERR The server is running without a config file")
        default:
            return .failure(ServerCommands.unknownSubcommand(word, of: "CONFIG"))
        }
    }

    private static func get(_ engine: ServerEngine, _ arguments: borrowing Arguments) -> Reply {
        var patterns: [ByteString] = []
        for index in 2..<arguments.count {
            patterns.append(ByteString(ServerCommands.word(arguments, index).lowercased()))
        }
        var replies: [Reply] = []
        for (name, value) in engine.settings.all.sorted(by: { $0.key < $1.key }) {
            let name = ByteString(name)
            guard patterns.contains(where: { GlobPattern.matches($0, name) }) else { continue }
            replies += [.bulk(name), .bulk(ByteString(value))]
        }
        return .map(replies)
    }

    /// All of the settings change, or none.
    private static func set(_ engine: ServerEngine, _ arguments: borrowing Arguments) -> Reply {
        var changed = engine.settings
        for index in stride(from: 2, to: arguments.count, by: 2) {
            let name = ServerCommands.word(arguments, index)
            guard let refusal = changed.set(name.lowercased(), to: arguments.bytes(index + 1))
            else {
                continue
            }
            guard refusal != "unknown" else {
                return .failure(
                    "ERR Unknown option or number of arguments for CONFIG SET - '\(name)'"
                )
            }
            return .failure(
                "ERR CONFIG SET failed (possibly related to argument '\(name)') - \(refusal)"
            )
        }
        let former = engine.settings
        engine.settings = changed
        engine.settleMeasuring()
        if changed.eventClasses != former.eventClasses { engine.publishKeyEvents() }
        return .ok
    }
}
