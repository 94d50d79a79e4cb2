public import RedoubtBytes
public import RedoubtRDB
public import RedoubtValues

/// A value that stays what it is in the snapshot, a range of bytes, until something needs its
/// content; modules, arrays and rate limits stay frozen for ever.
public struct FrozenValue: Sendable {
    /// The snapshot that the bytes belong to.
    public let source: SnapshotSource
    /// Where the bytes stand in the snapshot.
    public let range: Range<Int>
    /// How the bytes encode the value.
    public let type: ObjectType

    /// Refers to a value of a snapshot.
    public init(_ source: SnapshotSource, _ type: ObjectType, _ range: Range<Int>) {
        self.source = source
        self.type = type
        self.range = range
    }

    /// Calls a visitor with the content of the value.
    public func visit<V: ValueVisitor & ~Copyable>(_ visitor: inout V) throws(Fault) {
        let context = source.context
        try source.withPayload(range) { (payload) throws(Fault) in
            try type.visit(payload, at: range.lowerBound, in: context, &visitor)
        }
    }
}

extension StoredValue {
    /// Whether the value is still in the snapshot.
    public var isFrozen: Bool {
        if case .frozen = self { true } else { false }
    }

    /// Brings a frozen value into memory, as a server of `profile` would hold it.
    ///
    /// - Throws: what is wrong with the bytes; the value stays frozen then.
    public mutating func thaw(for profile: ServerProfile) throws(Fault) {
        guard case .frozen(let frozen) = self else { return }
        var thawing = Thawing(for: profile)
        try frozen.visit(&thawing)
        self = thawing.finish()
    }
}
