import Dispatch
import Foundation

/// The time of the machine.
enum WallClock {
    /// Milliseconds since 1970.
    @Sendable static func nowMs() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1000)
    }

    /// Nanoseconds of a clock that only goes forward.
    static func nanoseconds() -> Int64 {
        Int64(clamping: DispatchTime.now().uptimeNanoseconds)
    }
}
