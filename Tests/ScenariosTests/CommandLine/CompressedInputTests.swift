import RedoubtTestSupport
import Testing

/// Files that are compressed as a whole are read as what is in them.
@Suite("Compressed files")
struct CompressedInputTests {
    private static let names = [
        "redis-7.0-types.rdb", "redis-6.2-log-rdb-base.aof", "valkey-9.1-types.rdb",
    ]

    @Test("give the digest of their content", arguments: names)
    func digest(_ name: String) throws {
        let fixture = try SmallFixture.named(name)
        let folder = try TemporaryFolder()
        let forms = [
            try folder.write(Compressed.gzip(fixture.path), to: "packed.gz"),
            try folder.write(Compressed.lz4(fixture.bytes()), to: "packed.lz4"),
        ]
        for path in forms {
            let result = try BuiltTool.run(["digest", path])
            #expect(result.lastLine == fixture.digest, "\(path): \(result.errorText)")
            let piped = try Shell.run("cat \"$1\" | \"$0\" digest -", [path])
            #expect(piped.output == fixture.digest + "\n", "\(path)")
            #expect(try BuiltTool.run(["check", path]).exitCode == 0, "\(path)")
        }
    }

    @Test("are damaged when they are cut", arguments: names)
    func cut(_ name: String) throws {
        let fixture = try SmallFixture.named(name)
        let folder = try TemporaryFolder()
        for bytes in [try Compressed.gzip(fixture.path), Compressed.lz4(try fixture.bytes())] {
            let path = try folder.write(Array(bytes.dropLast(bytes.count / 3)), to: "cut")
            #expect(try BuiltTool.run(["check", path]).exitCode == 20)
        }
    }

    @Test("can be the sources of a rebuild")
    func rebuild() throws {
        let folder = try TemporaryFolder()
        let snapshot = try SmallFixture.named("redis-7.0-types.rdb")
        let plain = try folder.write(LogText.commands("SELECT 0", "SET joined 1"), to: "a.aof")
        let packedLog = try folder.write(Compressed.gzip(plain), to: "a.aof.gz")
        let packed = try folder.write(Compressed.lz4(snapshot.bytes()), to: "dump.rdb.lz4")
        var digests: [String] = []
        for (base, log) in [(snapshot.path, plain), (packed, packedLog)] {
            let output = folder.path("out.rdb")
            let result = try BuiltTool.run([
                "rebuild", "--snapshot", base, "--log", log, "--assume-aligned", "-o", output,
            ])
            #expect(result.exitCode == 0, "\(result.errorText)")
            digests.append(try BuiltTool.run(["digest", output]).lastLine)
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != snapshot.digest)
    }
}
