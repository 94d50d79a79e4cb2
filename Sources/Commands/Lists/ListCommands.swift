/// The commands on lists.
enum ListCommands {
    static let all: [Command] = [
        Command(
            "LPUSH",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: ListEnds.pushLeft
        ),
        Command(
            "RPUSH",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: ListEnds.pushRight
        ),
        Command(
            "LPUSHX",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            change: .unlessZero,
            body: ListEnds.pushLeftIfPresent
        ),
        Command(
            "RPUSHX",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            change: .unlessZero,
            body: ListEnds.pushRightIfPresent
        ),
        Command(
            "LPOP",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessNull,
            body: ListEnds.popLeft
        ),
        Command(
            "RPOP",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessNull,
            body: ListEnds.popRight
        ),
        Command(
            "LSET",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: ListElements.set
        ),
        Command(
            "LINSERT",
            arity: 5,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            change: .unlessZero,
            body: ListElements.insert
        ),
        Command(
            "LREM",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            body: ListElements.remove
        ),
        Command(
            "LTRIM",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: ListElements.trim
        ),
        Command(
            "LMOVE",
            arity: 5,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "6.2",
            change: .unlessNull,
            body: ListMoving.move
        ),
        Command(
            "RPOPLPUSH",
            arity: 3,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "1.2",
            change: .unlessNull,
            body: ListMoving.popPush
        ),
    ]
}
