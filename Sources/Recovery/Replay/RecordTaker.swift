import RedoubtAOF

/// What takes the records of a log in their order.
protocol RecordTaker: ~Copyable {
    /// The records of a file follow.
    mutating func beginFile(_ file: LogFile, _ reader: borrowing LogReader)

    /// Follows a record that does not count, for the database that it selects.
    mutating func follow(_ reader: borrowing LogReader)

    /// Sets the clock of what follows.
    mutating func setClock(seconds: Int64)

    /// Takes note of a time annotation: the clock of what follows.
    mutating func annotate(_ seconds: Int64, _ reader: borrowing LogReader)

    /// Takes the current record of a reader.
    ///
    /// - Returns: whether the walk goes on, or where it ends.
    mutating func take(
        _ reader: borrowing LogReader,
        file: String
    ) throws(RecoveryError) -> WalkStep
}

/// How a walk through a log goes on behind a record.
enum WalkStep {
    case goOn
    /// The rest of the log is not wanted.
    case stop
    /// The command is not known, and the rest of the log is carried over.
    case cut(LogCut)
}
