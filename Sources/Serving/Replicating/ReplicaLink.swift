import RedoubtBytes

/// What the master knows of one replica.
///
/// A replica says what it can (`REPLCONF`), asks for the stream (`PSYNC`), gets a snapshot if it
/// must, and then the stream from the moment of the snapshot on. What comes meanwhile is kept. A
/// snapshot whose end is marked may not be followed by anything before the replica has said that
/// it is there: real replicas would lose or mistake those bytes.
final class ReplicaLink {
    enum State: Equatable {
        /// It has said something of itself.
        case introduced
        /// Its snapshot is on its way.
        case syncing
        /// The snapshot was sent; the replica has to say that it has it.
        case awaitingReply
        /// It gets the stream.
        case online
    }

    var state = State.introduced
    var port = 0
    /// Whether it reads snapshots whose length is not told.
    var readsMarkedEnd = false
    /// Whether it understands that its history goes on under another name.
    var readsNewName = false
    /// What came since the moment of the snapshot.
    var held = ByteBuilder()
    /// The offset up to which it has carried the stream out, as it says.
    var acknowledged: Int64 = 0
    var acknowledgedMs: Int64

    init(nowMs: Int64) {
        acknowledgedMs = nowMs
    }
}
