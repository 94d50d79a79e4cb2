import RedoubtRecovery
import RedoubtServing
import Testing

@Suite("The time that a load still takes")
struct LoadingEstimateTests {
    @Test("is what is left at the speed so far, phase by phase")
    func phases() {
        var estimate = LoadingEstimate(nowMs: 1000)
        #expect(estimate.secondsLeft(nowMs: 1000) == nil)
        var progress = LoadProgress()
        progress.doneByteCount = 250
        progress.totalByteCount = 1000
        estimate.note(progress, nowMs: 3000)
        #expect(estimate.secondsLeft(nowMs: 3000) == 6)
        progress.doneByteCount = 1000
        estimate.note(progress, nowMs: 9000)
        #expect(estimate.secondsLeft(nowMs: 9000) == 0)
        progress.phase = .replaying
        progress.doneByteCount = 10
        progress.totalByteCount = nil
        estimate.note(progress, nowMs: 9000)
        #expect(estimate.secondsLeft(nowMs: 10_000) == nil)
        progress.totalByteCount = 30
        estimate.note(progress, nowMs: 10_000)
        #expect(estimate.secondsLeft(nowMs: 10_000) == 2)
    }
}
