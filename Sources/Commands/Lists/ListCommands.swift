/// The commands on lists.
enum ListCommands {
    static let all: [Command] = [
        Command(
            "LPUSH",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.lists, "lpush"),
            body: ListEnds.pushLeft
        ),
        Command(
            "RPUSH",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.lists, "rpush"),
            body: ListEnds.pushRight
        ),
        Command(
            "LPUSHX",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            change: .unlessZero,
            events: .changed(.lists, "lpush"),
            body: ListEnds.pushLeftIfPresent
        ),
        Command(
            "RPUSHX",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            change: .unlessZero,
            events: .changed(.lists, "rpush"),
            body: ListEnds.pushRightIfPresent
        ),
        Command(
            "LPOP",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessNull,
            events: .changed(.lists, "lpop"),
            body: ListEnds.popLeft
        ),
        Command(
            "RPOP",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessNull,
            events: .changed(.lists, "rpop"),
            body: ListEnds.popRight
        ),
        Command(
            "LSET",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.lists, "lset"),
            body: ListElements.set
        ),
        Command(
            "LINSERT",
            arity: 5,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            change: .unlessZero,
            events: .changed(.lists, "linsert"),
            body: ListElements.insert
        ),
        Command(
            "LREM",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            events: .changed(.lists, "lrem"),
            body: ListElements.remove
        ),
        Command(
            "LTRIM",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .touched(.lists, "ltrim"),
            body: ListElements.trim
        ),
        Command(
            "LMOVE",
            arity: 5,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "6.2",
            change: .unlessNull,
            events: .listMoved(hasEnds: true),
            body: ListMoving.move
        ),
        Command(
            "RPOPLPUSH",
            arity: 3,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "1.2",
            change: .unlessNull,
            events: .listMoved(hasEnds: false),
            body: ListMoving.popPush
        ),
    ]
}
