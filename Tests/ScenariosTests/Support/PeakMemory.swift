import Foundation
import RedoubtTestSupport

/// The most memory that this process ever held, in bytes.
enum PeakMemory {
    /// Reads `VmHWM` of `/proc/self/status`, which is in kilobytes.
    static func now() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        guard words.count == 3, let kilobytes = Int(words[1]) else {
            throw TestFailure("no peak memory in \(status)")
        }
        return kilobytes << 10
    }
}
