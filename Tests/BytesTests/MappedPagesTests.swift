import Foundation
import RedoubtBytes
import RedoubtTestSupport
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

@Suite("A mapped file with other bytes")
struct ReplacedBytesTests {
    @Test("shows them, also behind a release, and leaves the file as it is")
    func replaced() throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let path = try folder.write(bytes, to: "file")
        let input = try InputFile(path: path)
        let file = try MappedFile(input, replacing: [1, 2, 3], at: 8190)
        file.release(0..<20_000)
        var expected = bytes
        expected.replaceSubrange(8190..<8193, with: [1, 2, 3])
        let shown = file.bytes.array
        #expect(shown == expected)
        #expect(try Unpack.bytes(of: path) == bytes)
    }

    @Test("within its bounds only")
    func bounds() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write([1, 2, 3], to: "file")
        let input = try InputFile(path: path)
        for offset in [-1, 2, 3, Int.max] {
            #expect(throws: Fault.self) {
                let file = try MappedFile(input, replacing: [1, 2], at: offset)
                #expect(file.count == 0)
            }
        }
    }
}
