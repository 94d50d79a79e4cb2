public import RedoubtBytes

/// What a stream knows besides its entries.
public struct StreamState: Hashable, Sendable {
    /// Number of live entries.
    public var length: UInt64 = 0
    /// The largest id ever added.
    public var lastID: StreamID = .zero
    /// The smallest live id; `0-0` in an empty stream.
    public var firstID: StreamID = .zero
    /// The largest id ever deleted.
    public var maxDeletedID: StreamID = .zero
    /// Number of entries ever added.
    public var entriesAdded: UInt64 = 0
    /// Idempotent producers (Redis 8.6 and later); nil in older files.
    public var idempotence: StreamIdempotence?

    /// The state of a new stream.
    public init() {}
}

/// Recently seen idempotent producers of a stream (Redis 8.6, RDB 13).
public struct StreamIdempotence: Hashable, Sendable {
    /// How long an id is remembered, in seconds.
    public var durationSeconds: UInt64 = 0
    /// How many ids are remembered per producer.
    public var entriesMax: UInt64 = 0
    /// The producers with the ids that they added.
    public var producers: [Producer] = []
    /// Number of ids ever added.
    public var idsAdded: UInt64 = 0
    /// Number of duplicates ever refused.
    public var idsDuplicate: UInt64 = 0

    /// No producers.
    public init() {}

    /// One producer and its remembered ids.
    public struct Producer: Hashable, Sendable {
        /// The producer's name.
        public var name: ByteString
        /// Its ids with the entries that they made.
        public var ids: [(id: ByteString, entry: StreamID)]

        /// Creates a producer.
        public init(name: ByteString, ids: [(id: ByteString, entry: StreamID)]) {
            self.name = name
            self.ids = ids
        }

        /// Whether both remember the same ids.
        public static func == (left: Producer, right: Producer) -> Bool {
            left.name == right.name
                && left.ids.elementsEqual(right.ids) { $0.id == $1.id && $0.entry == $1.entry }
        }

        /// Feeds the name.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
        }
    }
}

/// A consumer group of a stream.
public struct StreamGroup: Hashable, Sendable {
    /// The group's name.
    public var name: ByteString
    /// The last id that was delivered to the group.
    public var lastID: StreamID
    /// Number of entries that the group has read, or nil where it is not known.
    public var entriesRead: UInt64?
    /// Entries delivered and not acknowledged, in the order of the file.
    public var pending: [PendingEntry]
    /// The group's consumers, in the order of the file.
    public var consumers: [StreamConsumer]

    /// Creates a group.
    public init(
        name: ByteString,
        lastID: StreamID,
        entriesRead: UInt64?,
        pending: [PendingEntry] = [],
        consumers: [StreamConsumer] = []
    ) {
        self.name = name
        self.lastID = lastID
        self.entriesRead = entriesRead
        self.pending = pending
        self.consumers = consumers
    }
}

/// One entry of a group's pending entries list (PEL).
public struct PendingEntry: Hashable, Sendable {
    /// The entry.
    public var id: StreamID
    /// Index into ``StreamGroup/consumers`` of the owner; nil in the unowned zone of Redis 8.8.
    public var consumer: Int?
    /// When it was last delivered, in milliseconds since 1970.
    public var deliveryTimeMs: Int64
    /// How often it was delivered.
    public var deliveryCount: UInt64

    /// Creates an entry.
    public init(id: StreamID, consumer: Int?, deliveryTimeMs: Int64, deliveryCount: UInt64) {
        self.id = id
        self.consumer = consumer
        self.deliveryTimeMs = deliveryTimeMs
        self.deliveryCount = deliveryCount
    }
}

/// A consumer of a group.
public struct StreamConsumer: Hashable, Sendable {
    /// The consumer's name.
    public var name: ByteString
    /// When it last tried to read, in milliseconds since 1970.
    public var seenTimeMs: Int64
    /// When it last got an entry, in milliseconds since 1970; −1 for never.
    public var activeTimeMs: Int64

    /// Creates a consumer.
    public init(name: ByteString, seenTimeMs: Int64, activeTimeMs: Int64) {
        self.name = name
        self.seenTimeMs = seenTimeMs
        self.activeTimeMs = activeTimeMs
    }
}
