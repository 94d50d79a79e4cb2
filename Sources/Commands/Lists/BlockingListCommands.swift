/// The commands that pop from the first of several lists, that move many elements, or that wait.
enum BlockingListCommands {
    static let all: [Command] = [
        Command(
            "LMPOP",
            arity: -4,
            keys: .counted(count: 1),
            effect: .modifies,
            since: "7.0",
            notes: "logged as `LPOP` or `RPOP` with a count",
            change: .unlessNull,
            telling: .pop(.listMany),
            events: .popped(.lists, "lpop", "rpop"),
            body: ListPopping.popMany
        ),
        Command(
            "BLMPOP",
            arity: -5,
            keys: .counted(count: 2),
            effect: .modifies,
            since: "7.0",
            notes: "runs as if it was served at once; logged as the pop that served it",
            change: .unlessNull,
            telling: .pop(.listMany),
            events: .popped(.lists, "lpop", "rpop"),
            body: ListPopping.popManyBlocking
        ),
        Command(
            "BLPOP",
            arity: -3,
            keys: .allBut(first: 1, last: 1),
            effect: .modifies,
            since: "2.0",
            notes: "runs as if it was served at once; logged as the pop that served it",
            change: .unlessNull,
            telling: .pop(.one(.popLeft)),
            events: .popped(.lists, "lpop", "lpop"),
            body: ListPopping.popLeft
        ),
        Command(
            "BRPOP",
            arity: -3,
            keys: .allBut(first: 1, last: 1),
            effect: .modifies,
            since: "2.0",
            notes: "runs as if it was served at once; logged as the pop that served it",
            change: .unlessNull,
            telling: .pop(.one(.popRight)),
            events: .popped(.lists, "rpop", "rpop"),
            body: ListPopping.popRight
        ),
        Command(
            "BLMOVE",
            arity: 6,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "6.2",
            notes: "runs as if it was served at once; logged as `LMOVE`",
            change: .unlessNull,
            telling: .listMove(isOld: false),
            events: .listMoved(hasEnds: true),
            body: ListMoving.moveBlocking
        ),
        Command(
            "BRPOPLPUSH",
            arity: 4,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "2.2",
            notes: "runs as if it was served at once; logged as `RPOPLPUSH`",
            change: .unlessNull,
            telling: .listMove(isOld: true),
            events: .listMoved(hasEnds: false),
            body: ListMoving.popPushBlocking
        ),
        Command(
            "LMOVEM",
            arity: -5,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "8.10",
            events: .listMoved(hasEnds: true),
            body: ListMovingMany.move
        ),
        Command(
            "BLMOVEM",
            arity: -6,
            keys: .pair(1, 2),
            effect: .modifies,
            since: "8.10",
            notes: "runs as if it was served at once; logged as `LMOVEM … EXACTLY`",
            events: .listMoved(hasEnds: true),
            body: ListMovingMany.moveBlocking
        ),
    ]
}
