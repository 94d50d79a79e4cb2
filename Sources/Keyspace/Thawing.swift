public import RedoubtBytes
public import RedoubtValues

/// Builds a value in memory from what it is shown.
///
/// An element that stands twice is a fault, as it is to a server once the element lands in a hash
/// table. A sorted set from a plain file encoding that fits the compact form becomes compact, with
/// what that does to −0; one from a compact blob keeps its scores.
public struct Thawing: ValueVisitor, ~Copyable {
    private let profile: ServerProfile
    private var value = StoredValue.hole
    private var kind = ValueKind.string
    private var encoding = SourceEncoding.plain
    private var sortedSet: SortedSetValue
    private var list = ListValue()
    private var set = SetValue()
    private var hash = HashValue()
    private var stream = StreamValue()
    private var entry: StreamEntry?

    /// Builds values as a server of `profile` would hold them.
    public init(for profile: ServerProfile) {
        self.profile = profile
        sortedSet = .fresh(for: profile)
    }

    /// The value, once it was shown to its end.
    public consuming func finish() -> StoredValue {
        value
    }

    /// Notes the kind; kinds that are never thawed are a fault.
    public mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {
        self.kind = kind
        self.encoding = encoding
        switch kind {
        case .string, .list, .set, .sortedSet, .hash, .stream: break
        case .module, .array, .rateLimit:
            throw Fault(.badType, detail: Int(kind.rawValue))
        }
    }

    /// Takes the string.
    public mutating func string(_ bytes: RawSpan) {
        value = .string(ByteString(bytes))
    }

    /// Adds an element to the list.
    public mutating func listElement(_ element: RawSpan) {
        list.elements.append(ByteString(element))
    }

    /// Adds a member to the set.
    public mutating func setMember(_ member: RawSpan) throws(Fault) {
        guard set.insert(member) else { throw Fault(.duplicateElement) }
    }

    /// Adds a member to the sorted set.
    public mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault) {
        guard !score.isNaN else { throw Fault(.badSortedSet) }
        guard sortedSet.insertVerbatim(member, score: score) else {
            throw Fault(.duplicateElement)
        }
    }

    /// Adds a field to the hash.
    public mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {
        let content = HashField(ByteString(value), expiresAtMs: expiresAtMs)
        guard hash.fields.insert(field, content) else { throw Fault(.duplicateElement) }
        hash.noteExpiry(expiresAtMs)
    }

    /// Begins an entry of the stream.
    public mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault) {
        try closeEntry()
        entry = StreamEntry(id)
    }

    /// Adds a field to the entry that began last.
    public mutating func streamField(_ field: RawSpan, value: RawSpan) {
        entry?.append(field, value: value)
    }

    /// Takes the state of the stream.
    public mutating func streamState(_ state: StreamState) throws(Fault) {
        try closeEntry()
        stream.state = state
    }

    /// Adds a group to the stream.
    public mutating func streamGroup(_ group: StreamGroup) throws(Fault) {
        guard stream.groups.insert(group.name.bytes, StreamGroupValue(group)) else {
            throw Fault(.duplicateElement)
        }
    }

    /// Never called: arrays stay frozen.
    public mutating func arrayElement(at index: UInt64, _ element: RawSpan) {}

    /// Never called: arrays stay frozen.
    public mutating func arrayInsertIndex(_ index: UInt64) {}

    /// Never called: rate limits stay frozen.
    public mutating func rateLimit(timeUs: UInt64) {}

    /// Never called: modules stay frozen.
    public mutating func module(id: ModuleID, payload: RawSpan) {}

    /// Puts the value together.
    public mutating func end() throws(Fault) {
        switch kind {
        case .list: value = .list(list)
        case .set: value = .set(set)
        case .sortedSet: value = .sortedSet(finishedSortedSet())
        case .hash: value = .hash(hash)
        case .stream:
            try closeEntry()
            value = .stream(stream)
        case .string, .module, .array, .rateLimit: break
        }
    }

    private mutating func closeEntry() throws(Fault) {
        guard let finished = entry else { return }
        entry = nil
        guard stream.entries.insert(finished) else { throw Fault(.duplicateElement) }
    }

    private func finishedSortedSet() -> SortedSetValue {
        var result = sortedSet
        switch encoding {
        case .plain:
            result.expand()
            result.compactIfSmall()
        case .compact:
            if result.count > SortedSetValue.compactEntriesMax { result.expand() }
        case .expanded:
            result.expand()
        }
        return result
    }
}
