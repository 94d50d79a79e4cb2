import RedoubtBytes
import RedoubtKeyspace
import RedoubtValues
import Testing

@Suite("Keyspace")
struct KeyspaceTests {
    @Test("databases come into being when asked for and are listed by number")
    func databases() {
        var keyspace = Keyspace(profile: ServerProfile(.redis, 7, 2))
        for number in [9, 0, 2_000_000_000, 3] {
            let entry = KeyEntry(.string(ByteString("\(number)")))
            keyspace[database: number].entries.set("k", to: entry)
        }
        #expect(keyspace[database: 5].isEmpty)
        #expect(keyspace.databaseNumbers == [0, 3, 9, 2_000_000_000])
        #expect(keyspace.count == 4)
        keyspace.swapDatabases(0, 7)
        keyspace.swapDatabases(3, 3)
        #expect(keyspace.databaseNumbers == [3, 7, 9, 2_000_000_000])
        keyspace.removeAllKeys()
        #expect(keyspace.databaseNumbers.isEmpty)
    }
}
