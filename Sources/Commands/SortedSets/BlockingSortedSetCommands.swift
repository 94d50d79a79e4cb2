/// The commands that pop from the first of several sorted sets, some of which wait.
enum BlockingSortedSetCommands {
    static let all: [Command] = [
        Command(
            "ZMPOP",
            arity: -4,
            keys: .counted(count: 1),
            effect: .modifies,
            since: "7.0",
            notes: "logged as `ZPOPMIN` or `ZPOPMAX` with a count",
            change: .unlessNull,
            telling: .pop(.sortedSetMany),
            events: .popped(.sortedSets, "zpopmin", "zpopmax"),
            body: SortedSetPopping.popMany
        ),
        Command(
            "BZMPOP",
            arity: -5,
            keys: .counted(count: 2),
            effect: .modifies,
            since: "7.0",
            notes: "runs as if it was served at once; logged as the pop that served it",
            change: .unlessNull,
            telling: .pop(.sortedSetMany),
            events: .popped(.sortedSets, "zpopmin", "zpopmax"),
            body: SortedSetPopping.popManyBlocking
        ),
        Command(
            "BZPOPMIN",
            arity: -3,
            keys: .allBut(first: 1, last: 1),
            effect: .modifies,
            since: "5.0",
            notes: "runs as if it was served at once; logged as the pop that served it",
            change: .unlessNull,
            telling: .pop(.one(.popLowest)),
            events: .popped(.sortedSets, "zpopmin", "zpopmin"),
            body: SortedSetPopping.popLowest
        ),
        Command(
            "BZPOPMAX",
            arity: -3,
            keys: .allBut(first: 1, last: 1),
            effect: .modifies,
            since: "5.0",
            notes: "runs as if it was served at once; logged as the pop that served it",
            change: .unlessNull,
            telling: .pop(.one(.popHighest)),
            events: .popped(.sortedSets, "zpopmax", "zpopmax"),
            body: SortedSetPopping.popHighest
        ),
    ]
}
