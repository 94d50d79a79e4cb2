import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands
import RedoubtKeyspace
import RedoubtRDB
import Testing

@Suite("Function dumps and damaged values")
struct FunctionAndDamageTests {
    /// What `FUNCTION DUMP` answers for these libraries.
    private func dump(_ libraries: [ByteString]) -> ByteString {
        var blob = ByteBuilder()
        for code in libraries {
            blob.append(245)
            blob.append(UInt8(code.count))
            blob.append(code.bytes)
        }
        blob.appendLittleEndian(UInt16(10))
        var checksum = CRC64()
        checksum.update(blob.bytes)
        blob.appendLittleEndian(checksum.value)
        return ByteString(blob.array)
    }

    @Test("FUNCTION RESTORE takes all libraries or none")
    func restore() throws {
        let data = Replayed()
        let first: ByteString = "#!lua name=a\nreturn 1"
        let second: ByteString = "#!lua  name=b\nreturn 2"
        try data.run(["FUNCTION", "RESTORE", dump([first])])
        let both = dump([second, first])
        #expect(throws: CommandError.self) { try data.run(["FUNCTION", "RESTORE", both]) }
        #expect(data.context.keyspace.functions.map(\.key) == ["a"])
        try data.run(["FUNCTION", "RESTORE", both, "REPLACE"])
        #expect(data.context.keyspace.functions.map(\.key) == ["a", "b"])
        try data.run(["FUNCTION", "RESTORE", dump([second]), "FLUSH"])
        #expect(data.context.keyspace.functions.map(\.key) == ["b"])
        var broken = both
        broken.array[3] ^= 1
        #expect(throws: CommandError.self) { try data.run(["FUNCTION", "RESTORE", broken]) }
        #expect(data.context.keyspace.functions.count == 1)
    }

    @Test("a command that needs a damaged value says so; deleting and renaming do not need it")
    func damaged() throws {
        let source = SnapshotSource(context: PayloadContext(format: .redis(11)))
        let cut: [UInt8] = [2, 1, 0x61]
        let range = source.append(cut.rawSpan)
        source.seal()
        let data = Replayed()
        let entry = KeyEntry(.frozen(FrozenValue(source, .list, range)))
        data.context.keyspace[database: 0].entries.set(ByteString("k"), to: entry)
        do {
            try data.run("RPUSH k v")
            Issue.record("the value cannot be read")
        } catch let error as CommandError {
            #expect(error.code == .damaged)
            #expect(error.fault != nil)
        }
        #expect(data.refuses("INCR k"))
        try data.run("PEXPIREAT k 5")
        try data.run("RENAME k l")
        #expect(data.expiry("l") == 5)
        try data.run("DEL l")
        #expect(!data.exists("l"))
    }
}
