import Foundation
import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// What `check` verifies of the values of a snapshot, and what it says of those it does not.
@Suite("The depth of a check")
struct CheckDepthTests {
    /// A listpack of one element, which is no hash, and one of two, which is.
    private static let oddBlob: [UInt8] = [11, 11, 0, 0, 0, 1, 0, 0x82, 0x61, 0x62, 3, 0xFF]
    private static let soundBlob: [UInt8] = [11, 11, 0, 0, 0, 2, 0, 1, 1, 2, 1, 0xFF]

    /// A snapshot of hashes, of which those with the given numbers cannot be decoded.
    private static func snapshot(
        keyCount: Int,
        damaged: Set<Int>,
        checksums: Bool = true
    ) throws -> [UInt8] {
        var writer = try RDBWriter(
            ByteBuilder(capacity: 1 << 16),
            format: .redis(11),
            options: RDBWriterOptions(checksums: checksums)
        )
        try writer.selectDatabase(3, keyCount: keyCount, expiringCount: 0)
        for number in 0..<keyCount {
            let key = ByteString("key:\(number)")
            let blob = damaged.contains(number) ? oddBlob : soundBlob
            try writer.copyKey(
                key.bytes,
                KeyAttributes(),
                .hashListpack,
                payload: blob.rawSpan
            )
        }
        let written = try writer.finish()
        return written.bytes.array
    }

    @Test("goes down to the elements with --deep only")
    func values() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.snapshot(keyCount: 9, damaged: [4]), to: "odd.rdb")
        let quick = try BuiltTool.run(["check", path])
        #expect(quick.exitCode == 0)
        #expect(quick.outputText.contains("9 keys, checksum valid\n"))
        let deep = try BuiltTool.run(["check", "--deep", path])
        #expect(deep.exitCode == 20)
        #expect(deep.outputText.contains("key:4"))
        let json = try BuiltTool.run(["check", "--json", path])
        #expect(json.outputText.contains(#""values" : "checksum""#))
    }

    @Test("says so where no checksum vouches for the values")
    func noChecksum() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            Self.snapshot(keyCount: 9, damaged: [], checksums: false),
            to: "plain.rdb"
        )
        let quick = try BuiltTool.run(["check", path])
        #expect(quick.exitCode == 0)
        #expect(quick.outputText.contains("values not verified, --deep decodes them"))
        let json = try BuiltTool.run(["check", "--json", path])
        #expect(json.outputText.contains(#""values" : "not-verified""#))
        let deep = try BuiltTool.run(["check", "--deep", path])
        #expect(deep.exitCode == 0)
        #expect(deep.outputText.contains("values decoded"))
    }

    @Test("tells the first of several damaged values, whichever processor met it first")
    func first() throws {
        let folder = try TemporaryFolder()
        let damaged: Set = [61_000, 20_011, 20_012, 35_000, 90_000]
        let path = try folder.write(Self.snapshot(keyCount: 100_000, damaged: damaged), to: "a.rdb")
        let quick = try CheckRun(path: path).run()
        #expect(quick.damage == nil)
        #expect(quick.files.first?.keyCount == 100_000)
        var offsets: Set<Int?> = []
        for _ in 0..<5 {
            let result = try CheckRun(path: path, depth: .values).run()
            #expect(result.damage?.key?.key == "key:20011")
            #expect(result.damage?.key?.database == 3)
            offsets.insert(result.damage?.offset)
        }
        #expect(offsets.count == 1)
    }

    @Test("finds a changed byte at any depth where there is a checksum")
    func changed() throws {
        let folder = try TemporaryFolder()
        var bytes = try Self.snapshot(keyCount: 9, damaged: [])
        bytes[bytes.count / 2] ^= 1
        let path = try folder.write(bytes, to: "changed.rdb")
        #expect(try CheckRun(path: path).run().damage != nil)
        #expect(try CheckRun(path: path, depth: .values).run().damage != nil)
    }

    @Test("finds a sound file sound at any depth", arguments: SmallFixture.all)
    func sound(_ fixture: SmallFixture) throws {
        let quick = try CheckRun(path: fixture.path).run()
        let deep = try CheckRun(path: fixture.path, depth: .values).run()
        #expect(quick.damage == nil && deep.damage == nil)
        #expect(quick.files.map(\.keyCount) == deep.files.map(\.keyCount))
        #expect(quick.files.map(\.byteCount) == deep.files.map(\.byteCount))
        #expect(quick.files.map(\.recordCount) == deep.files.map(\.recordCount))
    }
}
