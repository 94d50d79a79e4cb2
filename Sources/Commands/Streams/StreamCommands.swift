/// The commands on streams and their groups.
enum StreamCommands {
    static let all: [Command] = [
        Command(
            "XADD",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessNull,
            telling: .streamEntry,
            body: StreamAdding.add
        ),
        Command(
            "XTRIM",
            arity: -4,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessZero,
            telling: .streamTrim,
            body: StreamTrimming.trim
        ),
        Command(
            "XDEL",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessZero,
            body: StreamDeleting.delete
        ),
        Command(
            "XDELEX",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "8.2",
            body: StreamDeleting.deleteExtended
        ),
        Command(
            "XACKDEL",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "8.2",
            body: StreamDeleting.acknowledgeAndDelete
        ),
        Command(
            "XSETID",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            body: StreamSettings.setID
        ),
        Command(
            "XCFGSET",
            arity: -4,
            keys: .one(1),
            effect: .modifies,
            since: "8.6",
            body: StreamSettings.configure
        ),
        Command(
            "XIDMPRECORD",
            arity: 5,
            keys: .one(1),
            effect: .modifies,
            since: "8.6",
            body: StreamSettings.recordIdempotent
        ),
        Command(
            "XGROUP",
            arity: -2,
            keys: .one(2),
            effect: .modifies,
            since: "5.0",
            body: StreamGroups.group
        ),
        Command(
            "XACK",
            arity: -4,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessZero,
            body: StreamDelivery.acknowledge
        ),
        Command(
            "XREADGROUP",
            arity: -7,
            keys: .behindStreams,
            effect: .modifies,
            since: "5.0",
            notes: "logged as claims; with `CLAIM` (8.4) it stops the run",
            telling: .streamDelivery,
            body: StreamGroupReading.read
        ),
        Command(
            "XCLAIM",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            telling: .streamClaim,
            body: StreamClaiming.claim
        ),
        Command(
            "XAUTOCLAIM",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "6.2",
            telling: .streamClaim,
            body: StreamClaiming.autoClaim
        ),
        Command(
            "XNACK",
            arity: -7,
            keys: .one(1),
            effect: .modifies,
            since: "8.8",
            body: StreamDelivery.handBack
        ),
    ]
}
