import RedoubtBytes
import RedoubtKeyspace
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("Every fixture, served while it loads")
struct FixtureLoadingTests {
    @Test("has the server's digest", arguments: Fixture.all)
    func digest(_ fixture: Fixture) throws {
        for isEager in [false, true] {
            var fed = try Fed(request(fixture, isEager: isEager))
            try fed.finish()
            #expect(try fed.digest() == ExpectedDataset.header(of: fixture).digest)
        }
    }

    @Test("has it when every key was touched", arguments: Fixture.snapshots)
    func touched(_ fixture: Fixture) throws {
        var fed = try Fed(request(fixture, isEager: false))
        try fed.finish()
        for number in fed.keyspace.databaseNumbers {
            let count = fed.keyspace[database: number].count
            var names: [ByteString] = []
            fed.keyspace[database: number].forEachName { names.append($0) }
            #expect(names.count == count)
            #expect(fed.keyspace[database: number].cold?.count == count)
            for name in names {
                let position = fed.keyspace[database: number].warm(name.bytes)
                #expect(position != nil)
            }
            #expect(fed.keyspace[database: number].cold?.count == 0)
            #expect(fed.keyspace[database: number].entries.count == count)
        }
        #expect(try fed.digest() == ExpectedDataset.header(of: fixture).digest)
    }

    private func request(_ fixture: Fixture, isEager: Bool) throws -> DatasetRequest {
        let files = try fixture.files()
        var request = DatasetRequest(snapshot: files.snapshot, log: files.log)
        request.options = LoadOptions(server: ServerProfile(fixture.server))
        request.isEager = isEager
        return request
    }
}
