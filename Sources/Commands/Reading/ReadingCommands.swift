/// The commands that only read: no log holds them, but scripts ask them.
///
/// Keys and fields never expire in a replay: on the server, commands of the log removed them.
public enum ReadingCommands {
    /// Every command that a script or a client may read with.
    public static let table = CommandTable(
        StringReading.all + BitReading.all + KeyReading.all + HashReading.all
            + FieldExpiryReading.all + ListReading.all + KeyWalk.all + ScanReading.all
            + RandomReading.all + ObjectReading.all + GeoReading.all
            + LongestCommon.all + ListSearching.all + SetReading.all + SortedSetReading.all
            + StreamReading.all
            + UnknowableReading.all
    )

    static func reading(
        _ name: String,
        arity: Int,
        keys: KeySpecification = .one(1),
        since: String = "2.6",
        _ body: @escaping Command.Body
    ) -> Command {
        Command(name, arity: arity, keys: keys, effect: .reads, since: since, body: body)
    }
}
