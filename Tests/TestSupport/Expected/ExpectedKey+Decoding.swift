import RedoubtBytes

extension ExpectedKey: Decodable {
    private enum CodingKeys: String, CodingKey {
        case type, value, groups
        case expiresAtMs = "expires_at_ms"
        case fieldExpiresAtMs = "field_expires_at_ms"
        case lastID = "last_id"
        case entriesAdded = "entries-added"
        case maxDeletedID = "max-deleted-entry-id"
    }

    private typealias Content = KeyedDecodingContainer<CodingKeys>

    /// Reads a key as `Fixtures/README.md` describes it.
    public init(from decoder: any Decoder) throws {
        let content = try decoder.container(keyedBy: CodingKeys.self)
        if !content.contains(.expiresAtMs) {
            expiry = .none
        } else if let time = try content.decodeIfPresent(Int64.self, forKey: .expiresAtMs) {
            expiry = .at(time)
        } else {
            expiry = .unknown
        }
        value =
            switch try content.decode(String.self, forKey: .type) {
            case "string":
                .string(try ByteString(latin1: content.decode(String.self, forKey: .value)))
            case "list": .list(try Self.elements(content))
            case "set": .set(try Self.elements(content).sorted())
            case "zset": .sortedSet(try Self.members(content))
            case "hash": try Self.hash(content)
            case "stream": .stream(try Self.stream(content))
            case let other: throw TestFailure("an unknown type: \(other)")
            }
    }

    private static func elements(_ content: Content) throws -> [ByteString] {
        try content.decode([String].self, forKey: .value).map { try ByteString(latin1: $0) }
    }

    private static func members(_ content: Content) throws -> [ExpectedMember] {
        try content.decode([[String]].self, forKey: .value).map { pair in
            guard pair.count == 2 else { throw TestFailure("not a member and a score: \(pair)") }
            return ExpectedMember(member: try ByteString(latin1: pair[0]), score: pair[1])
        }
    }

    private static func hash(_ content: Content) throws -> ExpectedValue {
        var fields: [ByteString: ByteString] = [:]
        for (field, value) in try content.decode([String: String].self, forKey: .value) {
            fields[try ByteString(latin1: field)] = try ByteString(latin1: value)
        }
        var expiries: [ByteString: Int64] = [:]
        let times = try content.decodeIfPresent([String: Int64].self, forKey: .fieldExpiresAtMs)
        for (field, time) in times ?? [:] { expiries[try ByteString(latin1: field)] = time }
        return .hash(fields, fieldExpiries: expiries)
    }

    private static func stream(_ content: Content) throws -> ExpectedStream {
        let lastID = try content.decodeIfPresent(String.self, forKey: .lastID)
        return ExpectedStream(
            entries: try content.decode([ExpectedStream.Entry].self, forKey: .value),
            lastID: lastID,
            entriesAdded: try content.decodeIfPresent(Int64.self, forKey: .entriesAdded),
            maxDeletedID: try content.decodeIfPresent(String.self, forKey: .maxDeletedID),
            groups: lastID == nil
                ? nil : try content.decodeIfPresent([ExpectedStream.Group].self, forKey: .groups)
        )
    }
}

extension ExpectedStream.Entry: Decodable {
    /// Reads `[id, [field, value, …]]`.
    public init(from decoder: any Decoder) throws {
        var content = try decoder.unkeyedContainer()
        id = try content.decode(String.self)
        fields = try content.decode([String].self).map { try ByteString(latin1: $0) }
    }
}

extension ExpectedStream.Pending: Decodable {
    /// Reads `[id, consumer, deliveries]`.
    public init(from decoder: any Decoder) throws {
        var content = try decoder.unkeyedContainer()
        id = try content.decode(String.self)
        consumer = try ByteString(latin1: content.decode(String.self))
        deliveries = try content.decode(Int64.self)
    }
}

extension ExpectedStream.Group: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name, consumers
        case lastID = "last_id"
        case entriesRead = "entries_read"
        case pending = "pel"
    }

    /// Reads one group.
    public init(from decoder: any Decoder) throws {
        let content = try decoder.container(keyedBy: CodingKeys.self)
        name = try ByteString(latin1: content.decode(String.self, forKey: .name))
        lastID = try content.decode(String.self, forKey: .lastID)
        entriesRead = try content.decodeIfPresent(Int64.self, forKey: .entriesRead)
        consumers = try content.decode([String].self, forKey: .consumers)
            .map { try ByteString(latin1: $0) }
        pending = try content.decode([ExpectedStream.Pending].self, forKey: .pending)
    }
}
