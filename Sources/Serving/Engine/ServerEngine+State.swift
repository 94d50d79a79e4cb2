import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues

extension ServerEngine {
    /// Counts a snapshot.
    public func noteSave(failed: Bool) {
        saving.isSaving = false
        saving.hasSaved = !failed
        guard !failed else { return }
        saving.lastSaveMs = nowMs
        figures.changesSinceSave = 0
    }

    /// Does nothing for a time, as those want who test their clients.
    func sleep(_ seconds: Double) {
        host?.sleep(seconds)
    }
}
