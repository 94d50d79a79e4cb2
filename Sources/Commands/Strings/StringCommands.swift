/// The commands on strings.
enum StringCommands {
    static let all: [Command] = [
        Command(
            "SET",
            arity: -3,
            keys: .one(1),
            effect: .overwritesUnlessGuarded,
            since: "1.0",
            body: StringSetting.set
        ),
        Command(
            "SETNX",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            change: .unlessZero,
            body: StringSetting.setIfMissing
        ),
        Command(
            "SETEX",
            arity: 4,
            keys: .one(1),
            effect: .overwrites,
            since: "2.0",
            telling: .string,
            body: StringSetting.setSeconds
        ),
        Command(
            "PSETEX",
            arity: 4,
            keys: .one(1),
            effect: .overwrites,
            since: "2.6",
            telling: .string,
            body: StringSetting.setMilliseconds
        ),
        Command(
            "GETSET",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            telling: .string,
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
            body: StringSetting.getExpire
        ),
        Command(
            "DELIFEQ",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "valkey 9.0",
            change: .unlessZero,
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
            body: StringSetting.deleteIf
        ),
        Command(
            "MSET",
            arity: -3,
            keys: .every(first: 1, step: 2),
            effect: .overwrites,
            since: "1.0.1",
            body: StringsSetting.setAll
        ),
        Command(
            "MSETNX",
            arity: -3,
            keys: .every(first: 1, step: 2),
            effect: .modifies,
            since: "1.0.1",
            change: .unlessZero,
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
            body: StringsSetting.setAllExpiring
        ),
        Command(
            "INCR",
            arity: 2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: StringCounting.increment
        ),
        Command(
            "DECR",
            arity: 2,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: StringCounting.decrement
        ),
        Command(
            "INCRBY",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: StringCounting.incrementBy
        ),
        Command(
            "DECRBY",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "1.0",
            body: StringCounting.decrementBy
        ),
        Command(
            "INCRBYFLOAT",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "2.6",
            telling: .stringKeepingExpiry,
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
            body: StringBounds.increment
        ),
        Command(
            "APPEND",
            arity: 3,
            keys: .one(1),
            effect: .modifies,
            since: "2.0",
            body: StringRanges.append
        ),
        Command(
            "SETRANGE",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            body: StringRanges.setRange
        ),
        Command(
            "SETBIT",
            arity: 4,
            keys: .one(1),
            effect: .modifies,
            since: "2.2",
            body: StringRanges.setBit
        ),
        Command(
            "BITFIELD",
            arity: -2,
            keys: .one(1),
            effect: .modifies,
            since: "3.2",
            body: BitFields.bitField
        ),
        Command(
            "BITOP",
            arity: -4,
            keys: .storing(destination: 2, sources: 3),
            effect: .storesFromSources,
            since: "2.6",
            body: BitOperations.store
        ),
    ]
}
