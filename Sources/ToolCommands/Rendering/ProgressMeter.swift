import Foundation
import RedoubtRecovery

/// Shows phase, share, rate and time left on one line of a terminal; silent anywhere else.
final class ProgressMeter: ProgressListener {
    private let console: Console
    private var phase: ProgressPhase?
    private var phaseStart = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    private var isLineOpen = false

    /// A meter for the terminal, or nil where there is none.
    init?(_ console: Console) {
        guard console.isInteractive else { return nil }
        self.console = console
    }

    func progress(_ phase: ProgressPhase, done: Int, total: Int?) {
        let now = ContinuousClock.now
        if phase != self.phase {
            self.phase = phase
            phaseStart = now
        } else if now - lastShown < .milliseconds(200) {
            return
        }
        lastShown = now
        show(Self.line(phase, done: done, total: total, elapsed: now - phaseStart))
    }

    /// Clears the line.
    func finish() {
        guard isLineOpen else { return }
        show("")
        isLineOpen = false
    }

    private func show(_ text: String) {
        isLineOpen = true
        // Carriage return, then erase to the end of the line.
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
    }

    /// `loading  42 %  310.0 MB/s  3 s left`.
    static func line(
        _ phase: ProgressPhase,
        done: Int,
        total: Int?,
        elapsed: Duration
    ) -> String {
        let seconds = max(
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18,
            0.001
        )
        let rate = Double(done) / seconds
        var parts = [phase.rawValue]
        if let total, total > 0 {
            parts.append("\(min(100, done * 100 / total)) %")
        } else {
            parts.append(String(format: "%.1f MB", Double(done) / 1e6))
        }
        parts.append(String(format: "%.1f MB/s", rate / 1e6))
        if let total, rate > 0, done < total {
            parts.append("\(Int(Double(total - done) / rate) + 1) s left")
        }
        return parts.joined(separator: "  ")
    }
}
