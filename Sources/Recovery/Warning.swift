/// Something that a user has to know although the command went on; it ends with exit code 3.
public struct Warning: Sendable, Hashable, CustomStringConvertible {
    /// The sentence to show.
    public let description: String

    /// Creates a warning.
    public init(_ description: String) {
        self.description = description
    }
}
