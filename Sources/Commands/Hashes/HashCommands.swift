/// The commands on hashes and the expiry of their fields.
enum HashCommands {
    static let all: [Command] = [
        Command(
            "HSET",
            arity: -4,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            events: .changed(.hashes, "hset"),
            body: HashFields.set
        ),
        Command(
            "HMSET",
            arity: -4,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            events: .changed(.hashes, "hset"),
            body: HashFields.setAll
        ),
        Command(
            "HSETNX",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            change: .unlessZero,
            events: .changed(.hashes, "hset"),
            body: HashFields.setIfMissing
        ),
        Command(
            "HINCRBY",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            telling: .hashField,
            events: .changed(.hashes, "hincrby"),
            body: HashFields.increment
        ),
        Command(
            "HINCRBYFLOAT",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.6",
            telling: .hashField,
            events: .changed(.hashes, "hincrbyfloat"),
            body: HashFields.incrementByFloat
        ),
        Command(
            "HDEL",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            change: .unlessZero,
            events: .changed(.hashes, "hdel"),
            body: HashFields.delete
        ),
        Command(
            "HGETDEL",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "8.0",
            telling: .fieldRemoval,
            events: .changed(.hashes, "hdel"),
            body: HashFields.getDelete
        ),
        Command(
            "HSETEX",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "8.0",
            change: .unlessZero,
            telling: .fieldsWithExpiry,
            events: .changed(.hashes, "hset"),
            body: HashFieldSetting.setExpiring
        ),
        Command(
            "HGETEX",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "8.0",
            telling: .fieldExpiries,
            events: .changed(.hashes, "hexpire"),
            body: HashFieldExpiry.getExpiring
        ),
        Command(
            "HEXPIRE",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "7.4",
            telling: .fieldExpiries,
            events: .changed(.hashes, "hexpire"),
            body: HashFieldExpiry.expire
        ),
        Command(
            "HPEXPIRE",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "7.4",
            telling: .fieldExpiries,
            events: .changed(.hashes, "hexpire"),
            body: HashFieldExpiry.expireMilliseconds
        ),
        Command(
            "HEXPIREAT",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "7.4",
            telling: .fieldExpiries,
            events: .changed(.hashes, "hexpire"),
            body: HashFieldExpiry.expireAt
        ),
        Command(
            "HPEXPIREAT",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "7.4",
            telling: .fieldExpiries,
            events: .changed(.hashes, "hexpire"),
            body: HashFieldExpiry.expireAtMilliseconds
        ),
        Command(
            "HPERSIST",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "7.4",
            events: .changed(.hashes, "hpersist"),
            body: HashFieldExpiry.persist
        ),
    ]
}
