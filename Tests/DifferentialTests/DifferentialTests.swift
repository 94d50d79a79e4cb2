import Foundation
import RedoubtTestSupport
import Testing

/// Real servers as the oracle: whatever commands they take, their log and what is rebuilt from it
/// have their digest, and they load the rebuilt file to it.
@Suite("Random commands")
struct DifferentialTests {
    private static let commandCount = 5000

    /// 16 seeds on three servers: 240 000 commands.
    @Test("are replayed as the server ran them", arguments: LiveServer.Kind.allCases, 1...16)
    func fixedSeeds(kind: LiveServer.Kind, seed: UInt64) throws {
        let run = DifferentialRun(kind: kind, seed: seed, commandCount: Self.commandCount)
        if let difference = try run.run() { Issue.record("\(difference)") }
    }

    /// `make differential DURATION=600` goes on with new seeds for that many seconds.
    @Test("are replayed for as long as told")
    func newSeeds() throws {
        let setting = ProcessInfo.processInfo.environment["REDOUBT_DIFFERENTIAL_SECONDS"]
        let deadline = Date(timeIntervalSinceNow: setting.flatMap(Double.init) ?? 0)
        var seed: UInt64 = setting == nil ? 1000 : .random(in: 1000 ... .max)
        repeat {
            for kind in LiveServer.Kind.allCases {
                if setting != nil { print("seed \(seed) on \(kind)") }
                let run = DifferentialRun(kind: kind, seed: seed, commandCount: Self.commandCount)
                if let difference = try run.run() { Issue.record("\(difference)") }
            }
            seed &+= 1
        } while Date() < deadline
    }
}
