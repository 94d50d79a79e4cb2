import Foundation
import RedoubtCommands
import RedoubtTestSupport
import Testing

/// Real servers as the oracle: whatever commands they take, their log and what is rebuilt from it
/// have their digest, and they load the rebuilt file to it.
@Suite("Random commands")
struct DifferentialTests {
    private static let commandCount = 5000
    private static let seeds: ClosedRange<UInt64> = 1...16

    private static func settings(_ kind: LiveServer.Kind, _ seed: UInt64) -> RunSettings {
        RunSettings(kind: kind, seed: seed, isClientForm: seed % 3 == 0)
    }

    private func check(_ kind: LiveServer.Kind, _ seed: UInt64) throws {
        let settings = Self.settings(kind, seed)
        let run = DifferentialRun(settings: settings, commandCount: Self.commandCount)
        if let difference = try run.run() { Issue.record("\(difference)") }
    }

    /// 16 seeds on three servers: 240 000 commands.
    @Test("are replayed as the server ran them", arguments: LiveServer.Kind.allCases, Self.seeds)
    func fixedSeeds(kind: LiveServer.Kind, seed: UInt64) throws {
        try check(kind, seed)
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
                try check(kind, seed)
            }
            seed &+= 1
        } while Date() < deadline
    }

    @Test(
        "are of every kind that writes, and the server takes them",
        arguments: LiveServer.Kind.allCases
    )
    func coverage(kind: LiveServer.Kind) throws {
        let server = try LiveServer(kind)
        let known = try server.commandNames()
        server.stop()
        // A server outside a cluster has no slots to empty.
        let written = CommandTable.standard.commands
            .filter { $0.effect != .control && $0.name != "CLUSTER" }.map(\.name)
        var missing = Set(written).intersection(known)
        for seed in Self.seeds where !missing.isEmpty {
            let run = DifferentialRun(
                settings: Self.settings(kind, seed),
                commandCount: Self.commandCount
            )
            missing.subtract(try run.outcomes().filter { !$0.isRefused }.map(\.name))
        }
        #expect(missing.isEmpty, "\(missing.sorted())")
    }
}
