import RedoubtTestSupport
import Testing

@Suite("Client libraries")
struct ClientLibraryTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let module: String
        let program: String
        let version: Int

        var testDescription: String { "\(module), \(program), RESP\(version)" }
    }

    static let cases = ["redis", "valkey"].flatMap { module in
        ["synchronous", "asynchronous"].flatMap { program in
            [2, 3].map { Case(module: module, program: program, version: $0) }
        }
    }

    @Test("find what they expect", arguments: cases)
    func run(_ one: Case) throws {
        let server = try ServingTool(["--ephemeral"] + Self.snapshot)
        let result = try ClientProgram.run(
            one.program,
            [one.module, "\(server.port)", "\(one.version)"]
        )
        #expect(result.exitCode == 0, "\(result.text.suffix(2000))")
        #expect(result.text.hasSuffix("done\n"))
    }

    @Test("find it over TLS as well", arguments: cases)
    func secure(_ one: Case) throws {
        let folder = try TemporaryFolder()
        let certificate = try Certificate.make(in: folder)
        let server = try ServingTool(
            [
                "--ephemeral", "--tls-cert", certificate.path, "--tls-key", certificate.keyPath,
            ] + Self.snapshot
        )
        let result = try ClientProgram.run(
            one.program,
            [one.module, "\(server.port)", "\(one.version)", certificate.path]
        )
        #expect(result.exitCode == 0, "\(result.text.suffix(2000))")
        #expect(result.text.hasSuffix("done\n"))
    }

    static let snapshot = [
        "--snapshot", ProjectFolder.url("Fixtures/redis-7.0.15/snapshot/dump.rdb").path,
    ]
}
