import RedoubtAOF
import RedoubtBytes
import RedoubtCommands

extension RecoveryError {
    /// A command that no server command table of ours has.
    static func unknownCommand(
        _ reader: borrowing LogReader,
        file: String
    ) -> RecoveryError {
        RecoveryError(
            .failure,
            "this command is not known, so what it changed can not be replayed",
            file: file,
            offset: reader.recordOffset,
            command: shown(reader.argument(0)),
            remedies: [
                "if a server with a module or a newer server wrote the log, replay it there",
                "if the command was renamed on the server, the log has to be replayed there",
            ]
        )
    }

    /// The error that ends a replay, or nil for one that the live server met as well.
    init?(
        stopping error: CommandError,
        _ command: Command,
        _ arguments: borrowing Arguments,
        at offset: Int,
        file: String
    ) {
        guard error.code == .damaged || error.code == .unreproducible else { return nil }
        self.init(
            error.code == .damaged ? .damage : .failure,
            "\(error)",
            file: file,
            offset: offset,
            command: Self.shown(arguments)
        )
    }

    /// The first arguments of a command, cut to a readable length.
    static func shown(_ arguments: borrowing Arguments) -> String {
        var words: [String] = []
        for index in 0..<min(arguments.count, 4) { words.append(shown(arguments[index])) }
        if arguments.count > 4 { words.append("…") }
        return words.joined(separator: " ")
    }

    private static func shown(_ argument: RawSpan) -> String {
        argument.byteCount <= 40
            ? argument.printable : argument.extracting(0..<40).printable + "…"
    }
}
