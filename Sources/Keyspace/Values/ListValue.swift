/// A list in memory: pushing and popping at both ends is O(1).
public struct ListValue: Sendable {
    /// The elements, head to tail.
    public var elements = ElementChunks()

    /// An empty list.
    public init() {}

    /// Number of elements.
    public var count: Int { elements.count }
}
