import Foundation
import RedoubtTestSupport
import Testing

/// Whatever some clients send or leave lying, the others are served, and memory stays bounded.
@Suite("Clients that mean no good")
struct HostileClientTests {
    static let scenarios = [
        "crowd", "slow_reader", "ragged_readers", "drip", "huge", "malformed", "noise",
    ]

    @Test("hold nobody up", arguments: scenarios)
    func run(scenario: String) throws {
        let server = try ServingTool(["--ephemeral"] + ClientLibraryTests.snapshot)
        let result = try ClientProgram.run(
            "hostile",
            [scenario, "\(server.port)", "\(server.processID)"]
        )
        #expect(result.exitCode == 0, "\(result.text.suffix(2000))")
        #expect(result.text.hasSuffix("done\n"))
        #expect(server.end(with: SIGTERM) == 0, "\(server.log.suffix(2000))")
    }
}
