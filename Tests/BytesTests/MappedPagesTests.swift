import Foundation
import RedoubtBytes
import Testing

@Suite("Pages of a mapped file")
struct MappedPagesTests {
    @Test("hold the same bytes whether they were made ready, given back, or neither")
    func advice() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "redoubt-pages-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data(content)))
        let file = try MappedFile(path: path)
        for range in [0..<100_000, 0..<1, 4095..<4097, 99_999..<100_000, 50_000..<900_000, 5..<5] {
            file.populate(range)
            #expect(file.bytes.array == content)
            file.release(range)
            #expect(file.bytes.array == content)
        }
    }
}
