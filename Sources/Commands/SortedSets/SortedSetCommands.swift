/// The commands on sorted sets.
enum SortedSetCommands {
    static let all: [Command] = [
        Command(
            "ZADD",
            arity: -4,
            keys: .one(1),
            effect: .modifies,
            since: "1.2",
            events: .scored,
            body: SortedSetAdding.add
        ),
        Command(
            "ZINCRBY",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.2",
            events: .scored,
            body: SortedSetAdding.increment
        ),
        Command(
            "ZREM",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.2",
            change: .unlessZero,
            events: .changed(.sortedSets, "zrem"),
            body: SortedSetRemoval.remove
        ),
        Command(
            "ZREMRANGEBYRANK",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            change: .unlessZero,
            events: .changed(.sortedSets, "zremrangebyrank"),
            body: SortedSetRemoval.removeByRank
        ),
        Command(
            "ZREMRANGEBYSCORE",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.2",
            change: .unlessZero,
            events: .changed(.sortedSets, "zremrangebyscore"),
            body: SortedSetRemoval.removeByScore
        ),
        Command(
            "ZREMRANGEBYLEX",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.8.9",
            change: .unlessZero,
            events: .changed(.sortedSets, "zremrangebylex"),
            body: SortedSetRemoval.removeByBytes
        ),
        Command(
            "ZPOPMIN",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessNull,
            events: .changed(.sortedSets, "zpopmin"),
            body: SortedSetRemoval.popLowest
        ),
        Command(
            "ZPOPMAX",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessNull,
            events: .changed(.sortedSets, "zpopmax"),
            body: SortedSetRemoval.popHighest
        ),
        Command(
            "ZUNIONSTORE",
            arity: -4,
            keys: .storingCounted(destination: 1, count: 2),
            effect: .storesFromSources,
            since: "2.0",
            events: .stored(.sortedSets, "zunionstore"),
            body: SortedSetAlgebra.storeUnion
        ),
        Command(
            "ZINTERSTORE",
            arity: -4,
            keys: .storingCounted(destination: 1, count: 2),
            effect: .storesFromSources,
            since: "2.0",
            events: .stored(.sortedSets, "zinterstore"),
            body: SortedSetAlgebra.storeIntersection
        ),
        Command(
            "ZDIFFSTORE",
            arity: -4,
            keys: .storingCounted(destination: 1, count: 2),
            effect: .storesFromSources,
            since: "6.2",
            events: .stored(.sortedSets, "zdiffstore"),
            body: SortedSetAlgebra.storeDifference
        ),
        Command(
            "ZRANGESTORE",
            arity: -5,
            keys: .storingOne(destination: 1, source: 2),
            effect: .storesFromSources,
            since: "6.2",
            events: .stored(.sortedSets, "zrangestore"),
            body: SortedSetRangeStore.store
        ),
    ]
}
