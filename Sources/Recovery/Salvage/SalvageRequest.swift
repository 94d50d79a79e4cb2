/// What `salvage` is asked to do.
public struct SalvageRequest: Sendable {
    /// The damaged snapshot, or a log that begins with one.
    public var path: String
    /// The file to write; nil to only report.
    public var output: String?
    /// Whether the leading elements of aggregates are kept whose tail can't be read.
    public var keepsPartialValues = false
    /// Whether a changed byte that the checksum proves is put right.
    public var repairsBytes = true
    /// Whether keys are left out of the output for which nothing vouches.
    public var dropsSuspects = false

    /// Asks for a salvage.
    public init(path: String, output: String?) {
        self.path = path
        self.output = output
    }
}
