import Foundation
import RedoubtBytes
import Testing

@Suite("MappedFile")
struct MappedFileTests {
    @Test("a file that is cut short while it is read ends the tool with exit code 1, not a crash")
    func cutShort() async {
        await #expect(processExitsWith: .exitCode(1)) {
            MappedFile.exitWhenCutShort()
            let sum = try sumOfCutFile()
            exit(sum == 0 ? 2 : 3)
        }
    }
}

/// Reads a page of every part of a file that lost them all behind the mapping's back.
private func sumOfCutFile() throws -> Int {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "redoubt-cut-\(UUID().uuidString)").path
    let content = Data(repeating: 7, count: 1 << 20)
    guard FileManager.default.createFile(atPath: path, contents: content) else { return 0 }
    let file = try MappedFile(path: path)
    guard truncate(path, 0) == 0 else { return 0 }
    try FileManager.default.removeItem(atPath: path)
    let bytes = file.bytes
    var sum = 0
    for index in stride(from: 0, to: bytes.byteCount, by: 4096) { sum += Int(bytes[byte: index]) }
    return sum
}
