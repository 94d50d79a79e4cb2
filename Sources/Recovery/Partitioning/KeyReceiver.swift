import RedoubtBytes
import RedoubtKeyspace

/// What takes the keys that a replay leaves, some of them after the others.
protocol KeyReceiver: ~Copyable, SendableMetatype {
    /// What is made of the keys.
    associatedtype Output: Sendable

    /// Takes a key.
    mutating func receive(_ key: ByteString, _ entry: KeyEntry) throws(Fault)

    /// Takes a key that holds a string and has no attributes.
    mutating func receive(_ key: RawSpan, string: RawSpan) throws(Fault)

    /// What was made of the keys.
    consuming func finish() -> Output
}

/// Makes receivers, one for each piece of a replay.
struct ReceiverMaker<Receiver: KeyReceiver & ~Copyable>: Sendable {
    let make: @Sendable () -> Receiver
}
