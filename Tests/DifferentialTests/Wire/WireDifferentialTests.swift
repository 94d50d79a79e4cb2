import Foundation
import RedoubtTestSupport
import Testing

/// A real server as the oracle of every answer: whatever commands both take over the wire, they
/// answer the same and hold the same dataset.
@Suite("Random commands over the wire")
struct WireDifferentialTests {
    private static let commandCount = 14_000

    private func check(_ seed: UInt64, _ protocolVersion: Int, _ commandCount: Int) throws {
        var run = try WireRun(seed: seed, protocolVersion: protocolVersion)
        do {
            try run.run(commandCount)
        } catch {
            Issue.record("\(run.title): \(error)\n\(run.lastCommands)\n\(run.log)")
        }
        for difference in run.differences { Issue.record("\(run.title): \(difference)") }
    }

    /// 8 seeds in both protocols: 224 000 commands.
    @Test("are answered as the server answers them", arguments: UInt64(1)...8, [2, 3])
    func fixedSeeds(seed: UInt64, protocolVersion: Int) throws {
        try check(seed * 16 + UInt64(protocolVersion), protocolVersion, Self.commandCount)
    }

    /// `make differential DURATION=600` goes on with new seeds for that many seconds, from
    /// `REDOUBT_DIFFERENTIAL_SEED` on if that is given.
    @Test("are answered alike for as long as told")
    func newSeeds() throws {
        let setting = ProcessInfo.processInfo.environment["REDOUBT_DIFFERENTIAL_SECONDS"]
        let deadline = Date(timeIntervalSinceNow: setting.flatMap(Double.init) ?? 0)
        let start = ProcessInfo.processInfo.environment["REDOUBT_DIFFERENTIAL_SEED"]
        var seed: UInt64 =
            setting == nil
            ? 1000 : start.flatMap(UInt64.init) ?? .random(in: 1000 ... .max - 10_000)
        repeat {
            if setting != nil { print("seed \(seed) over the wire") }
            try check(seed, Int(seed % 2) + 2, 5000)
            seed &+= 1
        } while Date() < deadline
    }
}
