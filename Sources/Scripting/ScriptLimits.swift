/// How far a script may go before the run stops.
public struct ScriptLimits: Sendable, Hashable {
    /// The most instructions of the Lua machine that one script may take.
    public var instructionMax: Int64
    /// The most memory that all scripts together may hold, in bytes.
    public var memoryMax: Int

    /// Creates limits; those of the defaults are far beyond what a server would stand.
    public init(instructionMax: Int64 = 1_000_000_000, memoryMax: Int = 512 << 20) {
        self.instructionMax = instructionMax
        self.memoryMax = memoryMax
    }
}
