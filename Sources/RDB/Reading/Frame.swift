public import RedoubtBytes
public import RedoubtValues

/// One step through a file: a key, or something that stands between keys.
public enum Frame: Hashable, Sendable {
    /// A fact about the file.
    case auxiliary(name: ByteString, value: ByteString)
    /// The keys that follow belong to another database.
    case selectDatabase(Int)
    /// How many keys the current database holds, and how many expire: a hint.
    case resize(keys: UInt64, expires: UInt64)
    /// How many keys of a cluster slot follow: a hint.
    case slotInfo(SlotInfo)
    /// A slot import that was in progress (Valkey 9).
    case slotImport(SlotImport)
    /// The source of a function library.
    case function(ByteString)
    /// A function library of a Redis 7.0 release candidate.
    case functionPreGA(FunctionPreGA)
    /// Data of a module that belongs to no key; its bytes are ``FrameReader/payload``.
    case moduleAuxiliary(ModuleAuxiliary)
    /// A hash template was declared and stands in ``FrameReader/context``.
    case hashTemplate(id: UInt64)
    /// A hint of Redis Enterprise.
    case enterprise(opcode: UInt8, value: UInt64)
    /// A key; its name is ``FrameReader/key``, its value ``FrameReader/payload``.
    case key(KeyFrame)
    /// The end mark; ``FrameReader/checksum`` is known now.
    case end
}

/// A key with what stands around its value.
public struct KeyFrame: Hashable, Sendable {
    /// The database.
    public var database: Int
    /// Expiry, access hints and metadata.
    public var attributes: KeyAttributes
    /// How the value is encoded.
    public var type: ObjectType
    /// Absolute offset of the first byte that belongs to the key: its expiry, or its type.
    public var recordOffset: Int
    /// Where the value stands, absolutely: from behind the key's name to the next record.
    public var payloadRange: Range<Int>
    /// The module whose value it is; nil for every other type.
    public var module: ModuleID?

    /// Creates a frame.
    public init(
        database: Int,
        attributes: KeyAttributes,
        type: ObjectType,
        recordOffset: Int,
        payloadRange: Range<Int>,
        module: ModuleID? = nil
    ) {
        self.module = module
        self.database = database
        self.attributes = attributes
        self.type = type
        self.recordOffset = recordOffset
        self.payloadRange = payloadRange
    }
}

/// How many keys a cluster slot holds.
public struct SlotInfo: Hashable, Sendable {
    /// The slot.
    public var slot: UInt64
    /// Number of keys.
    public var keys: UInt64
    /// Number of keys with an expiry.
    public var expires: UInt64

    /// Creates a hint.
    public init(slot: UInt64, keys: UInt64, expires: UInt64) {
        self.slot = slot
        self.keys = keys
        self.expires = expires
    }
}

/// A slot import in progress.
public struct SlotImport: Hashable, Sendable {
    /// The name of the job: 40 bytes.
    public var job: ByteString
    /// First and last slot of each range.
    public var ranges: [SlotRange]

    /// Creates an import.
    public init(job: ByteString, ranges: [SlotRange]) {
        self.job = job
        self.ranges = ranges
    }

    /// Slots from `first` to `last`.
    public struct SlotRange: Hashable, Sendable {
        /// The first slot.
        public var first: UInt64
        /// The last slot.
        public var last: UInt64

        /// Creates a range.
        public init(first: UInt64, last: UInt64) {
            self.first = first
            self.last = last
        }
    }
}

/// A function library as Redis 7.0-rc1 and rc2 wrote it.
public struct FunctionPreGA: Hashable, Sendable {
    /// The name of the library.
    public var name: ByteString
    /// The engine that runs it: `LUA`.
    public var engine: ByteString
    /// What it does.
    public var description: ByteString?
    /// Its source, without the line that newer sources start with.
    public var code: ByteString

    /// Creates a library.
    public init(
        name: ByteString,
        engine: ByteString,
        description: ByteString?,
        code: ByteString
    ) {
        self.name = name
        self.engine = engine
        self.description = description
        self.code = code
    }

    /// The source in the form of Redis 7.0: `#!engine name=name`, a newline and the code.
    public var source: ByteString {
        var text = ByteBuilder(capacity: code.count + 64)
        text.append("#!")
        text.append(engine.bytes)
        text.append(" name=")
        text.append(name.bytes)
        text.append(UInt8(ascii: "\n"))
        text.append(code.bytes)
        return ByteString(text.bytes)
    }
}

/// Data of a module that belongs to no key.
public struct ModuleAuxiliary: Hashable, Sendable {
    /// The module type.
    public var id: ModuleID
    /// 1 before the keys, 2 behind them.
    public var when: UInt64
    /// Where the bytes behind the opcode stand: id, when, and the module stream with its end.
    public var range: Range<Int>

    /// Creates module data.
    public init(id: ModuleID, when: UInt64, range: Range<Int>) {
        self.id = id
        self.when = when
        self.range = range
    }
}
