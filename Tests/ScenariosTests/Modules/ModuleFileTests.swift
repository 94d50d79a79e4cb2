import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A snapshot with module values, through the command line.
@Suite("A snapshot with module values")
struct ModuleFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("modules.rdb")
        let id = ModuleBytes.id("ReJSON-RL", version: 3)
        let stream = ModuleBytes.stream([.string(#"{"a":[1,2]}"#)])
        let unknown = ModuleBytes.id("Xnobody-0", version: 1)
        var writer = try RDBWriter(AtomicFile(path: path), format: .redis(10))
        try writer.auxiliary("redis-ver", "7.0.15")
        try writer.selectDatabase(2, keyCount: 3, expiringCount: 1)
        try write(ModuleBytes.payload(id, stream), of: "doc", KeyAttributes(), to: &writer)
        let expiring = KeyAttributes(expiresAtMs: 4_102_444_800_000)
        try write(ModuleBytes.payload(unknown, [0]), of: "other", expiring, to: &writer)
        try writer.encodeKey(ByteString("plain").bytes, KeyAttributes()) { value throws(Fault) in
            try value.begin(.string, countHint: 1, encoding: .plain)
            value.string(ByteString("text").bytes)
            try value.end()
        }
        try writer.finish().commit()
    }

    private func write(
        _ payload: [UInt8],
        of key: ByteString,
        _ attributes: KeyAttributes,
        to writer: inout RDBWriter<AtomicFile>
    ) throws {
        try writer.copyKey(key.bytes, attributes, .module, payload: payload.rawSpan)
    }

    @Test("is summed up by type and version")
    func summary() throws {
        let result = try BuiltTool.run(["inspect", path])
        #expect(result.exitCode == 0)
        #expect(result.outputText.contains("ReJSON-RL: 1 values"))
        #expect(
            result.outputText.contains("version 3: 23 bytes, 1 decoded"),
            "\(result.outputText)"
        )
        #expect(result.outputText.contains("0 decoded (the layout of Xnobody-0 is not known)"))
    }

    @Test("shows one value decoded, and any other key with its size")
    func key() throws {
        let document = try BuiltTool.run(["inspect", path, "--key", "doc", "--database", "2"])
        #expect(document.exitCode == 0)
        #expect(document.lastLine == #"{"a":[1,2]}"#)
        let plain = try BuiltTool.run(
            ["inspect", path, "--key", "plain", "--database", "2", "--json"]
        )
        #expect(plain.outputText.contains(#""type" : "string""#), "\(plain.outputText)")
        #expect(plain.outputText.contains(#""elements" : 1"#))
        let other = try BuiltTool.run(["inspect", path, "--key", "other", "--database", "2"])
        #expect(other.outputText.contains("expires     4102444800000 ms"))
        let missing = try BuiltTool.run(["inspect", path, "--key", "doc"])
        #expect(missing.exitCode == 1)
        #expect(missing.errorText.contains("database 0, key \"doc\""), "\(missing.errorText)")
    }

    @Test("keeps its values through a rebuild byte for byte, and under the commands of a log")
    func rebuilt() throws {
        let log = try folder.write(
            LogText.commands(
                "SELECT 2",
                "RENAME doc moved",
                "COPY moved second",
                "PEXPIREAT second 4102444800001",
                "DEL other",
                "APPEND moved x"
            ),
            to: "tail.aof"
        )
        let output = folder.path("out.rdb")
        let result = try BuiltTool.run(
            ["rebuild", "--snapshot", path, "--log", log, "--assume-aligned", "-o", output]
        )
        #expect(result.exitCode == 0, "\(result.errorText)")
        for key in ["moved", "second"] {
            let shown = try BuiltTool.run(["inspect", output, "--key", key, "--database", "2"])
            #expect(shown.lastLine == #"{"a":[1,2]}"#, "\(shown.errorText)")
        }
        let gone = try BuiltTool.run(["inspect", output, "--key", "other", "--database", "2"])
        #expect(gone.exitCode == 1)
    }
}
