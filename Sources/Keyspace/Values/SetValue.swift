public import RedoubtBytes

/// What a set knows of a member besides that it is there: nothing.
@frozen
public struct Membership: Sendable {
    /// The only membership.
    @inlinable
    public init() {}
}

/// A set in memory; the members keep the order in which they came.
public struct SetValue: Sendable {
    /// The members.
    public var members: ByteTable<Membership>

    /// An empty set.
    public init() {
        members = ByteTable()
    }

    /// Number of members.
    public var count: Int { members.count }

    /// Whether `member` is in the set.
    public func contains(_ member: RawSpan) -> Bool {
        members.contains(member)
    }

    /// Adds a member; false if it was there.
    @discardableResult
    public mutating func insert(_ member: RawSpan) -> Bool {
        members.insert(member, Membership())
    }

    /// Removes a member; false if it was not there.
    @discardableResult
    public mutating func remove(_ member: RawSpan) -> Bool {
        members.remove(member) != nil
    }
}
