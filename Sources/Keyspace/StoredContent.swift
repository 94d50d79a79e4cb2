public import RedoubtBytes
public import RedoubtValues

/// The in-memory form of one kind of value, which a command takes out of its key, changes and puts
/// back.
///
/// Taking leaves a hole behind, so that the form is uniquely referenced and every change happens
/// in place.
public protocol StoredContent: Sendable {
    /// The kind of value that this is the form of.
    static var kind: ValueKind { get }

    /// An empty value as a server of `profile` creates it.
    static func fresh(for profile: ServerProfile) -> Self

    /// Moves the form out of a value of the kind and leaves a hole; nil for another kind.
    static func take(from value: inout StoredValue) -> Self?

    /// The value of a key that has this form.
    var stored: StoredValue { get }

    /// Whether a server removes the key: an aggregate without elements.
    var isAbandoned: Bool { get }
}

extension ByteString: StoredContent {
    /// A string.
    public static var kind: ValueKind { .string }

    /// The empty string.
    public static func fresh(for profile: ServerProfile) -> ByteString {
        ByteString()
    }

    /// Moves a string out.
    public static func take(from value: inout StoredValue) -> ByteString? {
        switch exchange(&value, .hole) {
        case .string(let content): return content
        case let other:
            value = other
            return nil
        }
    }

    /// A string value.
    public var stored: StoredValue { .string(self) }

    /// Never: empty strings stay.
    public var isAbandoned: Bool { false }
}

extension ListValue: StoredContent {
    /// A list.
    public static var kind: ValueKind { .list }

    /// An empty list.
    public static func fresh(for profile: ServerProfile) -> ListValue {
        ListValue()
    }

    /// Moves a list out.
    public static func take(from value: inout StoredValue) -> ListValue? {
        switch exchange(&value, .hole) {
        case .list(let content): return content
        case let other:
            value = other
            return nil
        }
    }

    /// A list value.
    public var stored: StoredValue { .list(self) }

    /// Whether the list is empty.
    public var isAbandoned: Bool { elements.isEmpty }
}

extension SetValue: StoredContent {
    /// A set.
    public static var kind: ValueKind { .set }

    /// An empty set.
    public static func fresh(for profile: ServerProfile) -> SetValue {
        SetValue()
    }

    /// Moves a set out.
    public static func take(from value: inout StoredValue) -> SetValue? {
        switch exchange(&value, .hole) {
        case .set(let content): return content
        case let other:
            value = other
            return nil
        }
    }

    /// A set value.
    public var stored: StoredValue { .set(self) }

    /// Whether the set is empty.
    public var isAbandoned: Bool { members.isEmpty }
}

extension SortedSetValue: StoredContent {
    /// A sorted set.
    public static var kind: ValueKind { .sortedSet }

    /// An empty sorted set in compact form.
    public static func fresh(for profile: ServerProfile) -> SortedSetValue {
        SortedSetValue(dropsNegativeZero: profile.dropsNegativeZeroInListpacks)
    }

    /// Moves a sorted set out.
    public static func take(from value: inout StoredValue) -> SortedSetValue? {
        switch exchange(&value, .hole) {
        case .sortedSet(let content): return content
        case let other:
            value = other
            return nil
        }
    }

    /// A sorted set value.
    public var stored: StoredValue { .sortedSet(self) }

    /// Whether the sorted set is empty.
    public var isAbandoned: Bool { scores.isEmpty }
}

extension HashValue: StoredContent {
    /// A hash.
    public static var kind: ValueKind { .hash }

    /// An empty hash.
    public static func fresh(for profile: ServerProfile) -> HashValue {
        HashValue()
    }

    /// Moves a hash out.
    public static func take(from value: inout StoredValue) -> HashValue? {
        switch exchange(&value, .hole) {
        case .hash(let content): return content
        case let other:
            value = other
            return nil
        }
    }

    /// A hash value.
    public var stored: StoredValue { .hash(self) }

    /// Whether the hash is empty.
    public var isAbandoned: Bool { fields.isEmpty }
}

extension StreamValue: StoredContent {
    /// A stream.
    public static var kind: ValueKind { .stream }

    /// A new stream.
    public static func fresh(for profile: ServerProfile) -> StreamValue {
        StreamValue()
    }

    /// Moves a stream out.
    public static func take(from value: inout StoredValue) -> StreamValue? {
        switch exchange(&value, .hole) {
        case .stream(let content): return content
        case let other:
            value = other
            return nil
        }
    }

    /// A stream value.
    public var stored: StoredValue { .stream(self) }

    /// Never: empty streams stay.
    public var isAbandoned: Bool { false }
}

/// Puts a value in the place of another without sharing either.
private func exchange(_ place: inout StoredValue, _ value: consuming StoredValue) -> StoredValue {
    var held = value
    swap(&place, &held)
    return held
}
