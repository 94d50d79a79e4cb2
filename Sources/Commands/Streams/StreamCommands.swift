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
            events: .entryAdded,
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
            events: .changed(.streams, "xtrim"),
            body: StreamTrimming.trim
        ),
        Command(
            "XDEL",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            change: .unlessZero,
            events: .changed(.streams, "xdel"),
            body: StreamDeleting.delete
        ),
        Command(
            "XDELEX",
            arity: -5,
            keys: .one(1),
            effect: .modifies,
            since: "8.2",
            events: .changed(.streams, "xdel"),
            body: StreamDeleting.deleteExtended
        ),
        Command(
            "XACKDEL",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "8.2",
            events: .changed(.streams, "xdel"),
            body: StreamDeleting.acknowledgeAndDelete
        ),
        Command(
            "XSETID",
            arity: -3,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            events: .changed(.streams, "xsetid"),
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
            events: .groups,
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
            events: .consumers(group: 2),
            body: StreamGroupReading.read
        ),
        Command(
            "XCLAIM",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "5.0",
            telling: .streamClaim,
            events: .consumers(group: 2),
            body: StreamClaiming.claim
        ),
        Command(
            "XAUTOCLAIM",
            arity: -6,
            keys: .one(1),
            effect: .modifies,
            since: "6.2",
            telling: .streamClaim,
            events: .consumers(group: 2),
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
