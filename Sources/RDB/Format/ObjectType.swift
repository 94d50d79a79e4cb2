public import RedoubtValues

/// The encodings of a value in a file, named by what they are rather than by their number.
///
/// The number depends on the dialect: look types up with ``init(wire:dialect:)`` and
/// ``wire(in:)``. Each type has a file of its own in `ObjectTypes/`, which knows how to pass over
/// its payload and how to visit it.
public enum ObjectType: UInt8, Hashable, Sendable, CaseIterable {
    case string
    case list
    case set
    case sortedSet
    case hash
    case sortedSetBinary
    case modulePreGA
    case module
    case hashZipmap
    case listZiplist
    case setIntset
    case sortedSetZiplist
    case hashZiplist
    case listQuicklist
    case stream
    case hashListpack
    case sortedSetListpack
    case listQuicklist2
    case stream2
    case setListpack
    case stream3
    case hashExpiryPreGA
    case hashListpackExpiryPreGA
    case hashExpiry
    case hashListpackExpiry
    case stream4
    case stream5
    case array
    case hashTemplateListpack
    case hashTemplateListpackReference
    case hashTemplateArray
    case hashTemplateArrayReference
    case rateLimit
    /// Valkey 9: a hash whose fields carry absolute expiries.
    case hashExpiryValkey
}

extension ObjectType {
    /// The number, the kind and the names of one type: one row per type.
    struct Row {
        let wire: UInt8
        let dialect: Dialect?
        let kind: ValueKind
        let encoding: String
        let since: String
    }

    var row: Row {
        func shared(_ wire: UInt8, _ kind: ValueKind, _ encoding: String, _ since: String) -> Row {
            Row(wire: wire, dialect: nil, kind: kind, encoding: encoding, since: since)
        }
        func redis(_ wire: UInt8, _ kind: ValueKind, _ encoding: String, _ since: String) -> Row {
            Row(wire: wire, dialect: .redis, kind: kind, encoding: encoding, since: since)
        }
        return switch self {
        case .string: shared(0, .string, "string", "Redis 1.0")
        case .list: shared(1, .list, "linked list", "Redis 1.0")
        case .set: shared(2, .set, "hash table", "Redis 1.0")
        case .sortedSet: shared(3, .sortedSet, "skip list, text scores", "Redis 1.2")
        case .hash: shared(4, .hash, "hash table", "Redis 2.0")
        case .sortedSetBinary: shared(5, .sortedSet, "skip list", "Redis 4.0")
        case .modulePreGA: shared(6, .module, "module, unframed", "Redis 4.0-rc")
        case .module: shared(7, .module, "module", "Redis 4.0")
        case .hashZipmap: shared(9, .hash, "zipmap", "Redis 2.0")
        case .listZiplist: shared(10, .list, "ziplist", "Redis 2.2")
        case .setIntset: shared(11, .set, "intset", "Redis 2.2")
        case .sortedSetZiplist: shared(12, .sortedSet, "ziplist", "Redis 2.4")
        case .hashZiplist: shared(13, .hash, "ziplist", "Redis 2.6")
        case .listQuicklist: shared(14, .list, "quicklist of ziplists", "Redis 3.2")
        case .stream: shared(15, .stream, "stream", "Redis 5.0")
        case .hashListpack: shared(16, .hash, "listpack", "Redis 7.0")
        case .sortedSetListpack: shared(17, .sortedSet, "listpack", "Redis 7.0")
        case .listQuicklist2: shared(18, .list, "quicklist of listpacks", "Redis 7.0")
        case .stream2: shared(19, .stream, "stream, second form", "Redis 7.0")
        case .setListpack: shared(20, .set, "listpack", "Redis 7.2")
        case .stream3: shared(21, .stream, "stream, third form", "Redis 7.2")
        case .hashExpiryPreGA: redis(22, .hash, "hash table with expiries", "Redis 7.4-rc")
        case .hashListpackExpiryPreGA: redis(23, .hash, "listpack with expiries", "Redis 7.4-rc")
        case .hashExpiry: redis(24, .hash, "hash table with expiries", "Redis 7.4")
        case .hashListpackExpiry: redis(25, .hash, "listpack with expiries", "Redis 7.4")
        case .stream4: redis(26, .stream, "stream, fourth form", "Redis 8.6")
        case .stream5: redis(27, .stream, "stream, fifth form", "Redis 8.8")
        case .array: redis(28, .array, "array", "Redis 8.8")
        case .hashTemplateListpack:
            redis(29, .hash, "listpack with template", "Redis 8.10")
        case .hashTemplateListpackReference:
            redis(30, .hash, "listpack of a shared template", "Redis 8.10")
        case .hashTemplateArray:
            redis(31, .hash, "array with template", "Redis 8.10")
        case .hashTemplateArrayReference:
            redis(32, .hash, "array of a shared template", "Redis 8.10")
        case .rateLimit: redis(33, .rateLimit, "rate limit", "Redis 8.10")
        case .hashExpiryValkey:
            Row(
                wire: 22,
                dialect: .valkey,
                kind: .hash,
                encoding: "hash table with expiries",
                since: "Valkey 9.0"
            )
        }
    }

    /// The type with the number `wire` in files of `dialect`, or nil if there is none.
    public init?(wire: UInt8, dialect: Dialect) {
        self.init(wire: wire, in: Self.table(of: dialect))
    }

    /// The type with the number `wire` in ``table(of:)``, for loops that keep the table at hand.
    @inline(__always)
    init?(wire: UInt8, in table: [ObjectType?]) {
        guard wire < table.count, let type = table[Int(wire)] else { return nil }
        self = type
    }

    /// The types of a dialect by their numbers.
    static func table(of dialect: Dialect) -> [ObjectType?] {
        dialect == .redis ? redisTable : valkeyTable
    }

    /// The types that the servers of a version load, by their numbers.
    static func table(of format: FormatVersion) -> [ObjectType?] {
        loadedTables[format] ?? table(of: format.dialect)
    }

    private static let loadedTables: [FormatVersion: [ObjectType?]] = Dictionary(
        uniqueKeysWithValues: FormatVersion.readable.map { format in
            (format, table(of: format.dialect).map { $0.flatMap { format.loads($0) ? $0 : nil } })
        }
    )

    /// The number in files of `dialect`, or nil where the dialect lacks the type.
    public func wire(in dialect: Dialect) -> UInt8? {
        let row = row
        return row.dialect == nil || row.dialect == dialect ? row.wire : nil
    }

    private static let redisTable = table(for: .redis)
    private static let valkeyTable = table(for: .valkey)

    private static func table(for dialect: Dialect) -> [ObjectType?] {
        var table = [ObjectType?](repeating: nil, count: 64)
        for type in allCases {
            if let wire = type.wire(in: dialect) { table[Int(wire)] = type }
        }
        return table
    }

    /// The logical kind of the value.
    public var kind: ValueKind { row.kind }

    /// The encoding in words, as `inspect` counts it.
    public var encodingName: String { row.encoding }

    /// The server version that introduced the type.
    public var since: String { row.since }
}
