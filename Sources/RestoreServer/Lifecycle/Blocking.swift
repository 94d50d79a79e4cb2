import Foundation

/// What blocks the thread that calls it.
enum Blocking {
    /// Does nothing for a time.
    static func sleep(_ seconds: Double) {
        Thread.sleep(forTimeInterval: seconds)
    }
}
