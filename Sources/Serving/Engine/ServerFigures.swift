/// What a server counts.
struct ServerFigures: Sendable {
    var startMs: Int64 = 0
    var connectionCount = 0
    var refusedCount = 0
    var requestCount = 0
    var errorCount = 0
    var expiredKeyCount = 0
    var expiredFieldCount = 0
    var hitCount = 0
    var missCount = 0
    var bytesIn = 0
    var bytesOut = 0
    var changeCount = 0
    var changesSinceSave = 0
    var fullSyncCount = 0
    var partialSyncCount = 0
    /// The errors by their first word.
    var errors: [String: Int] = [:]
    /// How often each command ran, by its place in the table.
    var calls: [Int]

    /// Nothing was counted yet.
    init(commandCount: Int) {
        calls = [Int](repeating: 0, count: commandCount)
    }
}
