public import RedoubtBytes
public import RedoubtRDB
public import RedoubtValues

/// What a snapshot holds, in numbers: the content of `inspect`.
public struct SnapshotSummary: Sendable {
    /// Keys and expiries of one database.
    public struct DatabaseCounts: Sendable, Hashable {
        /// Number of keys.
        public var keys = 0
        /// Number of keys with an expiry.
        public var expiring = 0
    }

    /// Number and size of the values of one type.
    public struct TypeCounts: Sendable, Hashable {
        /// Number of values.
        public var values = 0
        /// Bytes that their payloads take in the file.
        public var payloadBytes = 0
    }

    /// The values of one type and version of a module.
    public struct ModuleCounts: Sendable, Hashable {
        /// Number of values.
        public var values = 0
        /// Bytes that their payloads take in the file.
        public var payloadBytes = 0
        /// Number of values of which nothing, or not everything, was decoded.
        public var undecoded = 0
        /// Why the first of them was not.
        public var reason: String?
    }

    /// The version of the format.
    public var format: FormatVersion
    /// The AUX fields in file order.
    public var auxiliaries: [(name: ByteString, value: ByteString)] = []
    /// The databases that hold keys.
    public var databases: [Int: DatabaseCounts] = [:]
    /// The values by the type that encodes them.
    public var types: [ObjectType: TypeCounts] = [:]
    /// Module values by the name of their type.
    public var modules: [String: Int] = [:]
    /// Module values by type and version.
    public var moduleTypes: [ModuleID: ModuleCounts] = [:]
    /// Names of modules with AUX data.
    public var moduleAuxiliaries: [String] = []
    /// Source code of the function libraries.
    public var functions: [ByteString] = []
    /// Number of keys with an LRU idle time.
    public var idleHints = 0
    /// Number of keys with an LFU counter.
    public var frequencyHints = 0
    /// What the checksum says.
    public var checksum: ChecksumState?
    /// Size of the snapshot in bytes, without what follows it.
    public var byteCount = 0

    /// An empty summary of a file of `format`.
    public init(format: FormatVersion) {
        self.format = format
    }

    /// The server that the file names in its AUX fields.
    public var server: ServerProfile? { ServerProfile(auxiliaries: auxiliaries) }

    /// Number of keys in all databases.
    public var keyCount: Int { databases.values.reduce(0) { $0 + $1.keys } }
}

extension SnapshotSummary {
    /// Counts a frame.
    public mutating func add(_ frame: Frame) {
        switch frame {
        case .auxiliary(let name, let value): auxiliaries.append((name, value))
        case .function(let source): functions.append(source)
        case .functionPreGA(let library): functions.append(library.source)
        case .moduleAuxiliary(let data): moduleAuxiliaries.append(data.id.name)
        case .key(let key): add(key)
        case .selectDatabase, .resize, .slotInfo, .slotImport, .hashTemplate, .enterprise, .end:
            break
        }
    }

    /// Counts what was found in a module value of a size in bytes.
    public mutating func add(_ description: ModuleDescription, payloadByteCount: Int) {
        var counts = moduleTypes[description.id] ?? ModuleCounts()
        counts.values += 1
        counts.payloadBytes += payloadByteCount
        if let reason = description.undecoded {
            counts.undecoded += 1
            counts.reason = counts.reason ?? reason
        }
        moduleTypes[description.id] = counts
    }

    private mutating func add(_ key: KeyFrame) {
        databases[key.database, default: DatabaseCounts()].keys += 1
        if key.attributes.expiresAtMs != nil { databases[key.database]?.expiring += 1 }
        types[key.type, default: TypeCounts()].values += 1
        types[key.type]?.payloadBytes += key.payloadRange.count
        if let module = key.module { modules[module.name, default: 0] += 1 }
        if key.attributes.idleSeconds != nil { idleHints += 1 }
        if key.attributes.frequency != nil { frequencyHints += 1 }
    }
}
