public import DequeModule
public import RedoubtBytes

/// A list in memory: pushing and popping at both ends is O(1).
public struct ListValue: Sendable {
    /// The elements, head to tail.
    public var elements: Deque<ByteString>

    /// An empty list.
    public init() {
        elements = []
    }

    /// Number of elements.
    public var count: Int { elements.count }
}
