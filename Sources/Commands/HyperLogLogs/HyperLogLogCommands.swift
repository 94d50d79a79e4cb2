/// The commands on HyperLogLogs, which are strings.
enum HyperLogLogCommands {
    static let all: [Command] = [
        Command(
            "PFADD",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "2.8.9",
            change: .unlessZero,
            events: .changed(.strings, "pfadd"),
            body: HyperLogLogChanging.add
        ),
        Command(
            "PFMERGE",
            arity: -2,
            keys: .every(first: 1, step: 1),
            effect: .modifies,
            since: "2.8.9",
            events: .first(.strings, "pfadd"),
            body: HyperLogLogChanging.merge
        ),
        Command(
            "PFCOUNT",
            arity: -2,
            keys: .every(first: 1, step: 1),
            effect: .modifies,
            since: "2.8.9",
            body: HyperLogLogChanging.count
        ),
        Command(
            "PFDEBUG",
            arity: 3,
            keys: .one(2),
            effect: .modifies,
            since: "2.8.9",
            body: HyperLogLogChanging.debug
        ),
    ]
}
