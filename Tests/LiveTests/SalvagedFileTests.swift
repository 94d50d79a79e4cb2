import RedoubtRecovery
import RedoubtTestSupport
import Testing

@Suite("A salvaged file on real servers")
struct SalvagedFileTests {
    /// A fixture of each server, and places to damage it.
    private static let cases: [(ServerTarget, String)] = [
        (.redis70, "redis-7.0.15"), (.valkey91, "valkey-9.1.2"),
    ]

    @Test("loads to the digest that the tool gives", arguments: cases.indices)
    func loads(_ index: Int) throws {
        let (target, name) = Self.cases[index]
        let sound = try Unpack.bytes(of: Fixture.named(name, "snapshot").files().subject)
        for start in [3000, 60_000, 120_000] {
            let folder = try TemporaryFolder()
            var damaged = sound
            for index in start..<(start + 512) { damaged[index] = 0 }
            damaged.removeSubrange((start + 20_000)..<(start + 24_096))
            let source = try folder.write(damaged, to: "damaged.rdb")
            let output = folder.path("dump.rdb")
            var request = SalvageRequest(path: source, output: output)
            request.keepsPartialValues = true
            let report = try SalvageRun(request).run()
            #expect(report.spanCount > 0)
            #expect(try target.served(snapshot: output) == target.digest(of: output))
        }
    }
}
