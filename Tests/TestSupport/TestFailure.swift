/// What keeps a test from being run at all, with a way out where there is one.
public struct TestFailure: Error, CustomStringConvertible {
    /// The sentence to show.
    public let description: String

    /// Says what is wrong.
    public init(_ description: String) {
        self.description = description
    }
}
