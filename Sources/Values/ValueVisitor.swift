public import RedoubtBytes

/// The hub between every source of values and every sink.
///
/// A source (an RDB payload, a thawed value) calls `begin`, then the method of the kind once per
/// element, then `end`. A sink (RDB and AOF writers, the digest, JSON, the thawing keyspace) is a
/// visitor; filters and transforms are visitors that call another visitor. Spans are valid during
/// the call only. A visitor that has seen enough throws ``Fault/Reason/stopped``.
public protocol ValueVisitor: ~Copyable {
    /// A value begins.
    ///
    /// - Parameters:
    ///   - kind: its logical kind.
    ///   - hint: the number of elements where the source knows it; never trust it for memory.
    ///   - encoding: what the source knows of how the value is encoded.
    mutating func begin(_ kind: ValueKind, countHint: Int?, encoding: SourceEncoding) throws(Fault)

    /// The bytes of a string.
    mutating func string(_ bytes: RawSpan) throws(Fault)

    /// An element of a list, head to tail.
    mutating func listElement(_ element: RawSpan) throws(Fault)

    /// A member of a set, in any order.
    mutating func setMember(_ member: RawSpan) throws(Fault)

    /// A member of a sorted set, in any order.
    mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault)

    /// A field of a hash, in any order, with its expiry in milliseconds since 1970.
    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) throws(Fault)

    /// A live stream entry begins; ids ascend.
    mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault)

    /// A field of the current stream entry.
    mutating func streamField(_ field: RawSpan, value: RawSpan) throws(Fault)

    /// The state of the stream; comes once, behind the last entry.
    mutating func streamState(_ state: StreamState) throws(Fault)
    /// Ends a run of stream entries that stand together in the snapshot, which few care for.
    mutating func endStreamNode(_ node: StreamNodeBounds) throws(Fault)

    /// A consumer group; comes behind the state.
    mutating func streamGroup(_ group: StreamGroup) throws(Fault)

    /// An element of an array; indexes ascend.
    mutating func arrayElement(at index: UInt64, _ element: RawSpan) throws(Fault)

    /// The insertion cursor of an array.
    mutating func arrayInsertIndex(_ index: UInt64) throws(Fault)

    /// The time of a rate limit, in microseconds.
    mutating func rateLimit(timeUs: UInt64) throws(Fault)

    /// A module value, never interpreted: its id and the payload behind the id, end mark included.
    mutating func module(id: ModuleID, payload: RawSpan) throws(Fault)

    /// The value ends.
    mutating func end() throws(Fault)
}

/// What a source knows of how a value is encoded, for the few sinks to which it matters.
@frozen
public enum SourceEncoding: Sendable {
    /// A list of elements in the file, which a server encodes again by its own limits.
    case plain
    /// A compact blob (ziplist, listpack, intset), which a server takes as it is.
    case compact
    /// A value in memory that a server would hold in a hash table or skip list.
    case expanded
}

extension ValueVisitor where Self: ~Copyable {
    /// Passes over the end of a run of stream entries.
    public mutating func endStreamNode(_ node: StreamNodeBounds) throws(Fault) {}
}
