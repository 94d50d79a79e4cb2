import RedoubtAOF
import RedoubtBytes
import RedoubtCommands

extension RecoveryError {
    /// A command that the command table does not have.
    ///
    /// Commands of modules name their key first: that is a convention, which no log can prove.
    static func unknownCommand(
        _ reader: borrowing LogReader,
        file: String
    ) -> RecoveryError {
        let name = shown(reader.argument(0))
        let module = ModuleCommands.module(of: reader.argument(0))
        var words = [name]
        if module != nil, reader.argumentCount > 1 { words.append(shown(reader.argument(1))) }
        let cause =
            module.map { "this is a command of the module \($0), and what it changed " }
            ?? "this command is not known, and what it changed "
        return RecoveryError(
            .failure,
            cause + "can not be replayed",
            file: file,
            offset: reader.recordOffset,
            command: words.joined(separator: " "),
            remedies: [
                "rebuild --carry-unknown --output DIRECTORY replays up to here and hands the rest "
                    + "of the log on, for "
                    + (module.map { "a server with \($0)" } ?? "a server that knows the command"),
                module == nil
                    ? "if the command was renamed on the server, the log has to be replayed there"
                    : "or replay the log on a server with the module",
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

    static func shown(_ argument: RawSpan) -> String {
        argument.byteCount <= 40
            ? argument.printable : argument.extracting(0..<40).printable + "…"
    }
}
