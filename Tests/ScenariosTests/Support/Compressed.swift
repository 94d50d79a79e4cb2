import Foundation
import RedoubtTestSupport

/// Compressed forms of bytes, not made by the code under test.
enum Compressed {
    /// What the system's `gzip` makes of a file.
    static func gzip(_ path: String) throws -> [UInt8] {
        let pipe = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-c", path]
        process.standardOutput = pipe
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TestFailure("gzip failed") }
        return Array(bytes)
    }

    /// An LZ4 frame put together by hand: blocks in turn stored as they are and as one run of
    /// literals, without checksums of the content.
    static func lz4(_ bytes: [UInt8]) -> [UInt8] {
        // Magic, flags, block size 64 KiB, and the checksum of these two.
        var frame: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0x82]
        for (number, start) in stride(from: 0, to: bytes.count, by: 1000).enumerated() {
            let content = Array(bytes[start..<min(start + 1000, bytes.count)])
            if number % 2 == 0 {
                frame += word(UInt32(content.count) | 0x8000_0000) + content
            } else {
                let block = literals(content)
                frame += word(UInt32(block.count)) + block
            }
        }
        return frame + word(0)
    }

    private static func literals(_ content: [UInt8]) -> [UInt8] {
        guard content.count >= 15 else { return [UInt8(content.count << 4)] + content }
        let rest = content.count - 15
        return [0xF0] + Array(repeating: 0xFF, count: rest / 255) + [UInt8(rest % 255)] + content
    }

    private static func word(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
}
