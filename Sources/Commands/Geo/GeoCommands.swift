/// The commands on positions, which are members of sorted sets.
enum GeoCommands {
    static let all: [Command] = [
        Command(
            "GEOADD",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "3.2",
            telling: .positions,
            events: .scored,
            body: GeoAdding.add
        ),
        Command(
            "GEORADIUS",
            arity: -6,
            keys: .storingBehindKeyword,
            effect: .storesFromSources,
            since: "3.2",
            telling: .onlyStored,
            events: .stored(.sortedSets, "georadiusstore"),
            body: GeoStoring.radius
        ),
        Command(
            "GEORADIUSBYMEMBER",
            arity: -5,
            keys: .storingBehindKeyword,
            effect: .storesFromSources,
            since: "3.2",
            telling: .onlyStored,
            events: .stored(.sortedSets, "georadiusstore"),
            body: GeoStoring.radiusByMember
        ),
        Command(
            "GEOSEARCHSTORE",
            arity: -8,
            keys: .storingOne(destination: 1, source: 2),
            effect: .storesFromSources,
            since: "6.2",
            events: .stored(.sortedSets, "geosearchstore"),
            body: GeoStoring.searchStore
        ),
    ]
}
