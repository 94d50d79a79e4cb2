/// The commands that only read: no log holds them, but scripts ask them.
///
/// Keys and fields never expire here: on the server they were removed by commands of the log.
public enum ReadingCommands {
    /// Every command that a script may read with.
    public static let table = CommandTable(
        StringReading.all + BitReading.all + KeyReading.all + HashReading.all + ListReading.all
            + ListSearching.all + SetReading.all + SortedSetReading.all + StreamReading.all
            + UnknowableReading.all
    )

    static func reading(
        _ name: String,
        arity: Int,
        since: String = "2.6",
        _ body: @escaping Command.Body
    ) -> Command {
        Command(name, arity: arity, keys: .none, effect: .control, since: since, body: body)
    }
}
