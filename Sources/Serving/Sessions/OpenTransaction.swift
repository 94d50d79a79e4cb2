import RedoubtBytes
import RedoubtCommands

/// What stands between `MULTI` and `EXEC`.
struct OpenTransaction {
    /// The commands, each with its place in the table.
    var commands: [(index: Int, arguments: OwnedArguments)] = []
    /// What they take, in bytes.
    var byteCount = 0
    /// Whether one was refused: then none runs.
    var isBroken = false
}

/// The keys that a client watches for its next transaction.
struct Watch {
    /// A key of one database.
    struct Key: Hashable {
        let database: Int
        let key: ByteString
    }

    var keys: [Key] = []
    /// Whether one of them changed since.
    var isBroken = false
}

/// A request that waits for something to come.
struct BlockedRequest {
    /// Where it stands in the table.
    let index: Int
    let arguments: OwnedArguments
    let database: Int
    /// The keys that may bring it on.
    let keys: [Watch.Key]
    /// When it ends without, in milliseconds since 1970; nil for never.
    let deadlineMs: Int64?
    /// What is answered then.
    let atDeadline: Reply
    /// How many replicas have to come up to which offset of the stream, if that is waited for.
    var replicas: (count: Int, offset: Int64)?
}

/// A request that waits for keys of the snapshot that are not known yet.
struct ParkedRequest {
    let index: Int
    let arguments: OwnedArguments
}
