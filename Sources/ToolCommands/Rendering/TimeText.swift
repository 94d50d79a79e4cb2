import Foundation

/// Times for people.
enum TimeText {
    /// `2026-11-22T03:00:00Z`.
    static func utc(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
