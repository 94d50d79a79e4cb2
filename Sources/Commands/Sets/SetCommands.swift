/// The commands on sets.
enum SetCommands {
    static let all: [Command] = [
        Command(
            "SADD",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            events: .changed(.sets, "sadd"),
            body: SetMembers.add
        ),
        Command(
            "SREM",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            events: .changed(.sets, "srem"),
            body: SetMembers.remove
        ),
        Command(
            "SPOP",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessNull,
            telling: .removedMembers,
            events: .changed(.sets, "spop"),
            body: SetMembers.pop
        ),
        Command(
            "SMOVE",
            arity: 4,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            events: .memberMoved,
            body: SetMembers.move
        ),
        Command(
            "SUNIONSTORE",
            arity: -3,
            keys: .storing(destination: 1, sources: 2),
            effect: .storesFromSources,
            since: "1.0",
            events: .stored(.sets, "sunionstore"),
            body: SetAlgebra.storeUnion
        ),
        Command(
            "SINTERSTORE",
            arity: -3,
            keys: .storing(destination: 1, sources: 2),
            effect: .storesFromSources,
            since: "1.0",
            events: .stored(.sets, "sinterstore"),
            body: SetAlgebra.storeIntersection
        ),
        Command(
            "SDIFFSTORE",
            arity: -3,
            keys: .storing(destination: 1, sources: 2),
            effect: .storesFromSources,
            since: "1.0",
            events: .stored(.sets, "sdiffstore"),
            body: SetAlgebra.storeDifference
        ),
    ]
}
