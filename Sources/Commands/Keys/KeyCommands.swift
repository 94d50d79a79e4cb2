/// The commands on keys, whatever their values.
enum KeyCommands {
    static let all: [Command] = [
        Command(
            "DEL",
            arity: -2,
            keys: .every(first: 1, step: 1),
            effect: .deletes,
            since: "1.0",
            change: .unlessZero,
            events: .deleted,
            body: KeyDeletion.delete
        ),
        Command(
            "UNLINK",
            arity: -2,
            keys: .every(first: 1, step: 1),
            effect: .deletes,
            since: "4.0",
            change: .unlessZero,
            events: .deleted,
            body: KeyDeletion.delete
        ),
        Command(
            "EXPIRE",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "1.0",
            change: .unlessZero,
            telling: .expiry,
            events: .expiry,
            body: KeyExpiry.expire
        ),
        Command(
            "PEXPIRE",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "2.6",
            change: .unlessZero,
            telling: .expiry,
            events: .expiry,
            body: KeyExpiry.expireMilliseconds
        ),
        Command(
            "EXPIREAT",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "1.2",
            change: .unlessZero,
            telling: .expiry,
            events: .expiry,
            body: KeyExpiry.expireAt
        ),
        Command(
            "PEXPIREAT",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "2.6",
            change: .unlessZero,
            telling: .expiry,
            events: .expiry,
            body: KeyExpiry.expireAtMilliseconds
        ),
        Command(
            "PERSIST",
            arity: 2,
            keys: .one(1),
            effect: .expiryOnly,
            since: "2.2",
            change: .unlessZero,
            events: .changed(.generic, "persist"),
            body: KeyExpiry.persist
        ),
        Command(
            "RENAME",
            arity: 3,
            keys: .pair(1, 2),
            effect: .moves,
            since: "1.0",
            events: .renamed,
            body: KeyMoving.rename
        ),
        Command(
            "RENAMENX",
            arity: 3,
            keys: .pair(1, 2),
            effect: .moves,
            since: "1.0",
            change: .unlessZero,
            events: .renamed,
            body: KeyMoving.renameIfMissing
        ),
        Command(
            "COPY",
            arity: -3,
            keys: .copying,
            effect: .moves,
            since: "6.2",
            change: .unlessZero,
            events: .copied,
            body: KeyMoving.copy
        ),
        Command(
            "MOVE",
            arity: 3,
            keys: .moving,
            effect: .moves,
            since: "1.0",
            change: .unlessZero,
            events: .moved,
            body: KeyMoving.move
        ),
        Command(
            "RESTORE",
            arity: -4,
            keys: .one(1),
            effect: .overwritesWithReplace,
            since: "2.6",
            telling: .restored,
            events: .restored,
            body: KeyRestoring.restore
        ),
        Command(
            "RESTORE-ASKING",
            arity: -4,
            keys: .one(1),
            effect: .overwritesWithReplace,
            since: "3.0",
            telling: .restored,
            events: .restored,
            body: KeyRestoring.restore
        ),
        Command(
            "SORT",
            arity: -2,
            keys: .sorting,
            effect: .storesFromSources,
            since: "1.0",
            telling: .onlyStored,
            events: .stored(.lists, "sortstore"),
            body: Sorting.sort
        ),
    ]
}
