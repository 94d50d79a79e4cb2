/// The commands on strings.
enum StringCommands {
    static let all: [Command] = [
        Command(
            "SET",
            arity: -3,
            keys: .one(1),
            effect: .overwritesUnlessGuarded,
            since: "1.0",
            events: .set,
            body: StringSetting.set
        ),
        Command(
            "SETNX",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            events: .changed(.strings, "set"),
            body: StringSetting.setIfMissing
        ),
        Command(
            "SETEX",
            arity: 4,
            keys: .one(1),
            effect: .overwrites,
            since: "2.0",
            telling: .string,
            events: .setExpiring,
            body: StringSetting.setSeconds
        ),
        Command(
            "PSETEX",
            arity: 4,
            keys: .one(1),
            effect: .overwrites,
            since: "2.6",
            telling: .string,
            events: .setExpiring,
            body: StringSetting.setMilliseconds
        ),
        Command(
            "GETSET",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            telling: .string,
            events: .changed(.strings, "set"),
            body: StringSetting.getSet
        ),
        Command(
            "GETDEL",
            arity: 2,
            keys: .one(1),
            effect: .modifies,
            since: "6.2",
            change: .unlessNull,
            telling: .deletion,
            events: .deleted,
            body: StringSetting.getDelete
        ),
        Command(
            "GETEX",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "6.2",
            change: .unlessNull,
            telling: .expiryOption,
            events: .getExpiring,
            body: StringSetting.getExpire
        ),
        Command(
            "DELIFEQ",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "valkey 9.0",
            change: .unlessZero,
            events: .deleted,
            body: StringSetting.deleteIfEqual
        ),
        Command(
            "DELEX",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "8.4",
            notes: "logged as `DEL`; a comparison of digests counts as true",
            change: .unlessZero,
            events: .deleted,
            body: StringSetting.deleteIf
        ),
        Command(
            "MSET",
            arity: -3,
            keys: .every(first: 1, step: 2),
            effect: .overwrites,
            since: "1.0.1",
            events: .changed(.strings, "set"),
            body: StringsSetting.setAll
        ),
        Command(
            "MSETNX",
            arity: -3,
            keys: .every(first: 1, step: 2),
            effect: .modifies,
            since: "1.0.1",
            change: .unlessZero,
            events: .changed(.strings, "set"),
            body: StringsSetting.setAllIfMissing
        ),
        Command(
            "MSETEX",
            arity: -4,
            keys: .countedPairs(count: 1),
            effect: .overwritesUnlessGuarded,
            since: "8.4",
            change: .unlessZero,
            telling: .strings,
            events: .set,
            body: StringsSetting.setAllExpiring
        ),
        Command(
            "INCR",
            arity: 2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.strings, "incrby"),
            body: StringCounting.increment
        ),
        Command(
            "DECR",
            arity: 2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.strings, "incrby"),
            body: StringCounting.decrement
        ),
        Command(
            "INCRBY",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.strings, "incrby"),
            body: StringCounting.incrementBy
        ),
        Command(
            "DECRBY",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            events: .changed(.strings, "incrby"),
            body: StringCounting.decrementBy
        ),
        Command(
            "INCRBYFLOAT",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "2.6",
            telling: .stringKeepingExpiry,
            events: .changed(.strings, "incrbyfloat"),
            body: StringCounting.incrementByFloat
        ),
        Command(
            "INCREX",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "8.8",
            notes: "logged as `SET`; bounds with `BYFLOAT` stop the run",
            telling: .string,
            events: .changed(.strings, "incrby"),
            body: StringBounds.increment
        ),
        Command(
            "APPEND",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            events: .changed(.strings, "append"),
            body: StringRanges.append
        ),
        Command(
            "SETRANGE",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            events: .changed(.strings, "setrange"),
            body: StringRanges.setRange
        ),
        Command(
            "SETBIT",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            events: .changed(.strings, "setbit"),
            body: StringRanges.setBit
        ),
        Command(
            "BITFIELD",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "3.2",
            events: .changed(.strings, "setbit"),
            body: BitFields.bitField
        ),
        Command(
            "BITOP",
            arity: -4,
            keys: .storing(destination: 2, sources: 3),
            effect: .storesFromSources,
            since: "2.6",
            events: .stored(.strings, "set"),
            body: BitOperations.store
        ),
    ]
}
