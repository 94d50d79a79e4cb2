/// The commands on keys, whatever their values.
enum KeyCommands {
    static let all: [Command] = [
        Command(
            "DEL",
            arity: -2,
            keys: .every(first: 1, step: 1),
            effect: .deletes,
            since: "1.0",
            body: KeyDeletion.delete
        ),
        Command(
            "UNLINK",
            arity: -2,
            keys: .every(first: 1, step: 1),
            effect: .deletes,
            since: "4.0",
            body: KeyDeletion.delete
        ),
        Command(
            "EXPIRE",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "1.0",
            body: KeyExpiry.expire
        ),
        Command(
            "PEXPIRE",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "2.6",
            body: KeyExpiry.expireMilliseconds
        ),
        Command(
            "EXPIREAT",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "1.2",
            body: KeyExpiry.expireAt
        ),
        Command(
            "PEXPIREAT",
            arity: -3,
            keys: .one(1),
            effect: .expiryOnly,
            since: "2.6",
            body: KeyExpiry.expireAtMilliseconds
        ),
        Command(
            "PERSIST",
            arity: 2,
            keys: .one(1),
            effect: .expiryOnly,
            since: "2.2",
            body: KeyExpiry.persist
        ),
        Command(
            "RENAME",
            arity: 3,
            keys: .pair(1, 2),
            effect: .moves,
            since: "1.0",
            body: KeyMoving.rename
        ),
        Command(
            "RENAMENX",
            arity: 3,
            keys: .pair(1, 2),
            effect: .moves,
            since: "1.0",
            body: KeyMoving.renameIfMissing
        ),
        Command(
            "COPY",
            arity: -3,
            keys: .copying,
            effect: .moves,
            since: "6.2",
            body: KeyMoving.copy
        ),
        Command(
            "MOVE",
            arity: 3,
            keys: .moving,
            effect: .moves,
            since: "1.0",
            body: KeyMoving.move
        ),
        Command(
            "RESTORE",
            arity: -4,
            keys: .one(1),
            effect: .overwritesWithReplace,
            since: "2.6",
            body: KeyRestoring.restore
        ),
        Command(
            "RESTORE-ASKING",
            arity: -4,
            keys: .one(1),
            effect: .overwritesWithReplace,
            since: "3.0",
            body: KeyRestoring.restore
        ),
        Command(
            "SORT",
            arity: -2,
            keys: .sorting,
            effect: .storesFromSources,
            since: "1.0",
            body: Sorting.sort
        ),
    ]
}
