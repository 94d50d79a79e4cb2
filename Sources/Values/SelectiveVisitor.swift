public import RedoubtBytes

/// A visitor that cares for some calls only: every method has an implementation that does nothing.
public protocol SelectiveVisitor: ValueVisitor, ~Copyable {}

extension SelectiveVisitor where Self: ~Copyable {
    /// Passes over the beginning.
    public mutating func begin(
        _ kind: ValueKind,
        countHint: Int?,
        encoding: SourceEncoding
    ) throws(Fault) {}

    /// Passes over the bytes of a string.
    public mutating func string(_ bytes: RawSpan) throws(Fault) {}

    /// Passes over a list element.
    public mutating func listElement(_ element: RawSpan) throws(Fault) {}

    /// Passes over a set member.
    public mutating func setMember(_ member: RawSpan) throws(Fault) {}

    /// Passes over a member of a sorted set.
    public mutating func sortedSetMember(_ member: RawSpan, score: Double) throws(Fault) {}

    /// Passes over a field of a hash.
    public mutating func hashField(
        _ field: RawSpan,
        value: RawSpan,
        expiresAtMs: Int64?
    ) throws(Fault) {}

    /// Passes over the beginning of a stream entry.
    public mutating func beginStreamEntry(_ id: StreamID, fieldCount: Int) throws(Fault) {}

    /// Passes over a field of a stream entry.
    public mutating func streamField(_ field: RawSpan, value: RawSpan) throws(Fault) {}

    /// Passes over the state of a stream.
    public mutating func streamState(_ state: StreamState) throws(Fault) {}

    /// Passes over a consumer group.
    public mutating func streamGroup(_ group: StreamGroup) throws(Fault) {}

    /// Passes over an array element.
    public mutating func arrayElement(at index: UInt64, _ element: RawSpan) throws(Fault) {}

    /// Passes over the insertion cursor of an array.
    public mutating func arrayInsertIndex(_ index: UInt64) throws(Fault) {}

    /// Passes over a rate limit.
    public mutating func rateLimit(timeUs: UInt64) throws(Fault) {}

    /// Passes over a module value.
    public mutating func module(id: ModuleID, payload: RawSpan) throws(Fault) {}

    /// Passes over the end.
    public mutating func end() throws(Fault) {}
}
