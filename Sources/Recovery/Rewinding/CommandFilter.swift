import RedoubtAOF
import RedoubtBytes
import RedoubtCommands

extension RewindReport {
    /// What a filter has left out.
    init(excepted filter: CommandFilter) {
        excepted = filter.excepted
        exceptedCount = filter.count
    }
}

/// Leaves commands out of a replay.
///
/// What selects databases and what bounds transactions is never left out.
final class CommandFilter {
    private let patterns: [CommandPattern]
    private let table: CommandTable
    private var time: Int64?
    private(set) var excepted: [ExceptedCommand] = []
    private(set) var count = 0

    private static let kept: Set<String> = ["SELECT", "MULTI", "EXEC", "DISCARD"]

    /// Nil if nothing is left out.
    init?(_ options: LoadOptions) {
        guard !options.exceptions.isEmpty else { return nil }
        patterns = options.exceptions
        table = options.commands
    }

    func annotate(_ seconds: Int64) {
        time = seconds
    }

    /// Takes note of the current record of a reader if it is left out.
    ///
    /// - Returns: whether it is.
    func drops(_ reader: borrowing LogReader, of file: LogFile) -> Bool {
        let arguments = Arguments(reader.record, reader.argumentRanges)
        guard patterns.contains(where: { $0.matches(arguments, in: table) }),
            !Self.kept.contains(CommandText.name(arguments))
        else { return false }
        count += 1
        guard excepted.count < RewindReport.exceptedMax else { return true }
        excepted.append(
            ExceptedCommand(
                file: file.name,
                offset: reader.recordOffset,
                time: time,
                text: CommandText.line(arguments)
            )
        )
        return true
    }
}
