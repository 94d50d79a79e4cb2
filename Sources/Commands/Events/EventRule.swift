/// Which events a command tells of the keys that it changes, besides that a key came or went.
///
/// Source: what Redis 7.0 publishes for each command. A change that leaves nothing of a key also
/// tells `del`, one that makes it `new`.
public enum EventRule: Sendable {
    /// None: the command changes no keys, or its own commands tell.
    case none
    /// One for each key that is not only read.
    case changed(EventClasses, StaticString)
    /// One for each key that is there, also where nothing in it changed.
    case touched(EventClasses, StaticString)
    /// One for the first key alone.
    case first(EventClasses, StaticString)
    /// `del` for each key that went.
    case deleted
    /// `expire`, or `del` where the time is over already.
    case expiry
    /// `set`, and `expire` if an option behind the values gives a time.
    case set
    /// `set` and `expire`.
    case setExpiring
    /// As an option of `GETEX` says: `expire`, `persist` or `del`.
    case getExpiring
    /// One for a destination that holds something now.
    case stored(EventClasses, StaticString)
    /// `rename_from` and `rename_to`.
    case renamed
    /// `move_from` and `move_to`, each in its database.
    case moved
    /// `copy_to`.
    case copied
    /// `restore`.
    case restored
    /// One for the key that is answered: the first name where the words behind the keys say
    /// `LEFT` or `MIN`.
    case popped(EventClasses, StaticString, StaticString)
    /// A push to the second key and a pop from the first; without ends from the right to the left.
    case listMoved(hasEnds: Bool)
    /// `srem` and `sadd`.
    case memberMoved
    /// `zadd`, or `zincr` for a command or an option that adds to scores.
    case scored
    /// `xadd`, and `xtrim` if entries went.
    case entryAdded
    /// The subcommand of `XGROUP`.
    case groups
    /// `xgroup-createconsumer` where a consumer came; its name stands at the index.
    case consumers(group: Int)
}
