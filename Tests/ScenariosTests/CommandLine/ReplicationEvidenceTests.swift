import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport
import Testing

/// Replication ids and offsets prove that a log continues a snapshot.
@Suite("Proof by replication id and offset")
struct ReplicationEvidenceTests {
    private static let history = String(repeating: "a1", count: 20)
    private static let name = "appendonly.aof"

    private let folder: TemporaryFolder

    /// A log directory whose base stands at offset 1000 and whose second increment starts at 2000.
    init() throws {
        folder = try TemporaryFolder()
        let base = try snapshot(Self.history, offset: 1000)
        try folder.write(base, to: "dir/\(Self.name).1.base.rdb")
        for number in 1...2 {
            let commands = LogText.commands("SELECT 0", "INCR key\(number)")
            try folder.write(commands, to: "dir/\(Self.name).\(number).incr.aof")
        }
        let manifest = [
            "file \(Self.name).1.base.rdb seq 1 type b",
            "file \(Self.name).1.incr.aof seq 1 type i startoffset 1000",
            "file \(Self.name).2.incr.aof seq 2 type i startoffset 2000",
        ]
        let text = manifest.map { $0 + "\n" }.joined()
        try folder.write(Array(text.utf8), to: "dir/\(Self.name).manifest")
    }

    @Test("joins behind the base when the snapshot stands where the base does")
    func atBase() throws {
        #expect(try rebuild(Self.history, 1000).exitCode == 0)
        #expect(try outputDigest() == digest("SET key1 1", "SET key2 1"))
    }

    @Test("joins at the increment that starts where the snapshot stands")
    func atIncrement() throws {
        #expect(try rebuild(Self.history, 2000).exitCode == 0)
        #expect(try outputDigest() == digest("SET key2 1"))
    }

    @Test("is none with another offset or another history")
    func none() throws {
        #expect(try rebuild(Self.history, 1500).exitCode == 2)
        #expect(try rebuild(String(repeating: "b2", count: 20), 2000).exitCode == 2)
        #expect(!FileBytes.exists(folder.path("out.rdb")))
    }

    private func rebuild(_ history: String, _ offset: Int) throws -> BuiltTool.Result {
        let path = try folder.write(snapshot(history, offset: offset), to: "dump.rdb")
        return try BuiltTool.run([
            "rebuild", "--snapshot", path, "--log", folder.path("dir"), "-o",
            folder.path("out.rdb"),
        ])
    }

    private func snapshot(_ history: String, offset: Int) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(capacity: 256), format: .redis(12))
        try writer.auxiliary("redis-ver", "7.4.1")
        try writer.auxiliary("repl-id", ByteString(history))
        try writer.auxiliary("repl-offset", ByteString("\(offset)"))
        let written = try writer.finish()
        return written.bytes.array
    }

    private func outputDigest() throws -> String {
        try BuiltTool.run(["digest", folder.path("out.rdb")]).lastLine
    }

    private func digest(_ commands: String...) throws -> String {
        let log = try folder.write(
            commands.flatMap { LogText.commands($0) },
            to: "expected.aof"
        )
        return try BuiltTool.run(["digest", "--as", "redis-7.4", log]).lastLine
    }
}
