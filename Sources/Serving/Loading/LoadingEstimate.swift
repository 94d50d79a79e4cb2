public import RedoubtRecovery

/// How long the current phase of a load will still take, judged by how long it has taken so far.
public struct LoadingEstimate: Sendable, Hashable {
    /// What was last heard.
    public private(set) var progress = LoadProgress()
    private var beganMs: Int64

    /// Begins with the load.
    public init(nowMs: Int64) {
        beganMs = nowMs
    }

    /// Hears how far the load has come.
    public mutating func note(_ progress: LoadProgress, nowMs: Int64) {
        let isNew = progress.phase != self.progress.phase
        if isNew || progress.doneByteCount < self.progress.doneByteCount { beganMs = nowMs }
        self.progress = progress
    }

    /// Seconds to the end of the phase; nil as long as that can not be said.
    public func secondsLeft(nowMs: Int64) -> Int? {
        guard let total = progress.totalByteCount, progress.doneByteCount > 0, nowMs > beganMs
        else { return nil }
        let left = Double(max(total - progress.doneByteCount, 0))
        let rate = Double(progress.doneByteCount) / Double(nowMs - beganMs)
        return Int((left / rate / 1000).rounded(.up))
    }
}
