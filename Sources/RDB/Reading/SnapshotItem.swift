public import RedoubtBytes
public import RedoubtValues

/// One thing that stands in a snapshot, read for itself: a key, or what stands between keys.
///
/// A ``FrameReader`` reads a file from its magic on; this reads what begins at any place, and says
/// nothing of what is around it. Values are passed over and not decoded.
public struct SnapshotItem: Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
        /// A key.
        case key(Key)
        /// A fact about the file.
        case auxiliary
        /// The keys that follow belong to another database.
        case selectDatabase(Int)
        /// How many keys the current database holds, and how many expire: a hint.
        case resize(keys: UInt64, expires: UInt64)
        /// A function library.
        case function
        /// Data of a module that belongs to no key.
        case moduleAuxiliary
        /// A hash template, to be declared in the context of what follows.
        case hashTemplate(id: UInt64, fields: [ByteString])
        /// The state of a cluster: a slot that was being imported.
        case slotImport
        /// A hint without a meaning for the dataset.
        case hint
        /// The end mark; the checksum, which is not read, stands behind it.
        case end
    }

    /// A key in place.
    public struct Key: Hashable, Sendable {
        /// How the value is encoded.
        public let type: ObjectType
        /// Expiry, access hints and metadata.
        public let attributes: KeyAttributes
        /// Where the name stands, in the form that it has in the file.
        public let nameRange: Range<Int>
        /// Where the value stands.
        public let payloadRange: Range<Int>
    }

    /// What it is.
    public let kind: Kind
    /// Where it stands, from its first opcode to its last byte.
    public let range: Range<Int>
}

/// What can be told of a key whose value can not be read.
public struct KeyHeading: Hashable, Sendable {
    /// How the value is encoded.
    public let type: ObjectType
    /// Expiry, access hints and metadata.
    public let attributes: KeyAttributes
    /// The name.
    public let name: ByteString
    /// Where the value begins.
    public let payloadOffset: Int
}

extension KeyRun {
    /// Passes over the keys that begin with `bytes` and stand whole in them.
    ///
    /// It ends before anything else than a key and before a fault, as ``FrameReader/passKeys()``
    /// does.
    public init(passing bytes: RawSpan, at offset: Int, context: PayloadContext) {
        self = FrameReader.run(over: bytes, at: offset, in: context)
    }
}
