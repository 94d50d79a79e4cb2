import Dispatch
import RedoubtBytes
import Synchronization

/// Has the pages of a mapped file ready before they are read, and gives them back behind.
///
/// One thread walks ahead of the reader, so that the latter waits neither for the disk nor for page
/// faults, and memory does not follow the size of the file. It changes nothing but time and memory:
/// a page that is not ready, or was given back too early, is mapped when it is read.
final class ReadAhead: Sendable {
    /// How far it goes ahead, and how much is left behind the reader.
    private static let aheadCount = 2 << 20
    private static let behindCount = 1 << 19
    /// The most that is left behind where the thread does not keep up.
    private static let behindMax = 2 << 20

    private struct State {
        /// How far the reader is; nil once it is done.
        var reached: Int? = 0
        var populated = 0
        var released = 0
    }

    private let file: MappedFile
    private let moved = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    /// Begins at the start of a file.
    init(_ file: MappedFile) {
        self.file = file
        DispatchQueue.global().async { self.walk() }
    }

    /// The reader has come to `offset`; called about once in a megabyte.
    func advance(to offset: Int) {
        state.withLock { $0.reached = offset }
        moved.signal()
        release(behind: offset, lag: Self.behindMax)
    }

    /// The reader needs no more.
    func stop() {
        state.withLock { $0.reached = nil }
        moved.signal()
    }

    private func walk() {
        while let offset = state.withLock({ $0.reached }) {
            populate(from: offset)
            release(behind: offset, lag: 0)
            moved.wait()
        }
    }

    private func populate(from offset: Int) {
        let range = state.withLock { state -> Range<Int> in
            let start = max(state.populated, offset)
            state.populated = max(start, min(offset + Self.aheadCount, file.count))
            return start..<state.populated
        }
        if !range.isEmpty { file.populate(range) }
    }

    /// Gives back what lies behind `offset`, if it is more than `lag`.
    private func release(behind offset: Int, lag: Int) {
        let range = state.withLock { state -> Range<Int>? in
            let start = state.released
            let end = offset - Self.behindCount
            guard end - start > lag else { return nil }
            state.released = end
            return start..<end
        }
        if let range { file.release(range) }
    }
}
