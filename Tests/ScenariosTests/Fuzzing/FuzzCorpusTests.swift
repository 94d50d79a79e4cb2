import Foundation
import RedoubtTestSupport
import Testing

/// Inputs that a fuzzer has once found, and small fixtures with a few bytes changed.
@Suite("What a fuzzer runs")
struct FuzzCorpusTests {
    @Test("takes every input that once failed", arguments: FuzzTarget.allCases)
    func corpus(target: FuzzTarget) throws {
        let folder = ProjectFolder.url("Fuzz/Corpus/\(target.rawValue)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where !name.hasPrefix(".") {
            target.run(try FileBytes.read(folder.appending(path: name).path))
        }
    }

    @Test("takes fixtures with changed bytes", arguments: FuzzTarget.allCases)
    func changed(target: FuzzTarget) throws {
        var generator = SeededGenerator(seed: 11)
        let suffix = target == .rdb || target == .salvage ? ".rdb" : ".aof"
        let fixtures = SmallFixture.all.filter { $0.name.hasSuffix(suffix) }
        #expect(!fixtures.isEmpty)
        for fixture in fixtures {
            var bytes = try fixture.bytes()
            guard bytes.count < 1 << 16, !bytes.isEmpty else { continue }
            for _ in 0..<20 {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
                target.run(bytes)
            }
        }
    }
}
