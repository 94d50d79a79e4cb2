import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Files made to keep a search busy.
@Suite("Salvage of hostile files")
struct HostileSalvageTests {
    /// What a search does without an end: a bound that tells it from a busy machine.
    private static let hangBound = Duration.seconds(60)

    private static let size = 160 << 10

    private static let units: [(String, [UInt8])] = [
        ("all zero", [0]),
        ("all of one type", [1]),
        ("strings with huge lengths", [0, 0x80, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("strings with huge values", [0, 1, 0x61, 0x80, 0x00, 0x0F, 0xFF, 0xFF]),
        ("hashes with huge counts", [4, 3, 0x61, 0x62, 0x63, 0x80, 0, 3, 0, 0]),
        ("lists that swallow the rest", [1, 1, 0x6B, 0x80, 0, 4, 0, 0, 1, 0x61]),
        ("lists with promising names", [1, 9] + Array("some:name".utf8) + [0x80, 0, 4, 0, 0]),
        ("attributes without a key", [252, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("end marks", [255, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("databases", [254, 0, 251, 1, 0]),
        ("keys and damage", [0, 1, 0x61, 1, 0x62, 0, 1, 0x63, 1, 0x64, 0x2D]),
        ("compressed strings", [0, 1, 0x61, 0xC3, 3, 0x7F, 0xFF, 0xE0, 0xFF, 0]),
        ("module streams", [7, 1, 0x61, 0x81, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1]),
    ]

    @Test("ends soon, whatever is repeated", arguments: units.indices)
    func repeated(_ index: Int) throws {
        let (name, unit) = Self.units[index]
        var bytes = Array("REDIS0011".utf8)
        while bytes.count < Self.size { bytes += unit }
        try expectEnd(bytes, name)
    }

    @Test("ends soon on bytes at random, with many small ones among them")
    func random() throws {
        var random = SeededGenerator(seed: 5)
        let bytes = (0..<Self.size).map { _ in
            UInt8.random(in: 0...255, using: &random) & UInt8.random(in: 0...255, using: &random)
        }
        try expectEnd(Array("REDIS0011".utf8) + bytes, "random")
    }

    private func expectEnd(_ bytes: [UInt8], _ name: String) throws {
        let folder = try TemporaryFolder()
        let source = try folder.write(bytes, to: "hostile.rdb")
        let output = folder.path("saved.rdb")
        let start = ContinuousClock.now
        do {
            let report = try SalvageRun(SalvageRequest(path: source, output: output)).run()
            #expect(try KeyTable(FileBytes.read(output)).records.count == report.keyCount)
        } catch let error as RecoveryError {
            #expect(error.kind == .damage, "\(name): \(error)")
        }
        let time = ContinuousClock.now - start
        #expect(time < Self.hangBound, "\(name) took \(time)")
    }
}
