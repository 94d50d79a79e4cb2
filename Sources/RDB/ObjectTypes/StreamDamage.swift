/// What is wrong with a stream: the detail of a fault with the reason `badStream`.
public enum StreamDamage: Int, Sendable, CaseIterable {
    /// A node is not well formed.
    case structure
    /// Ids do not ascend.
    case order
    /// A node has not as many entries as it says.
    case counts
    /// A group and its consumers disagree on what is pending.
    case pending
}
