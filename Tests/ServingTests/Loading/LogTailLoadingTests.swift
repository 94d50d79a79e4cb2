import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A snapshot with the tail of a log, served while it loads")
struct LogTailLoadingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("becomes what a rebuild makes of it", arguments: UInt64(1)...60)
    func random(_ seed: UInt64) throws {
        let request = try request(seed, commands: Int(seed % 7) * 5 + 1)
        let rebuilt = try digestOfRebuild(request)
        var fed = try Fed(request)
        try fed.finish()
        #expect(try fed.digest() == rebuilt)
    }

    @Test("answers for a key only what stays true", arguments: UInt64(1)...30)
    func whereabouts(_ seed: UInt64) throws {
        let request = try request(seed, commands: 8)
        var complete = try Fed(request)
        try complete.finish()
        var fed = try Fed(request)
        var questions: [(Int, ByteString)] = []
        for number in 0..<5 {
            complete.keyspace[database: number].forEachName { questions.append((number, $0)) }
            questions.append((number, "new:1"))
            questions.append((number, "nobody"))
        }
        var early = 0
        while fed.step() != nil {
            for (number, name) in questions {
                let now = fed.state.whereabouts(of: name.bytes, in: number, fed.keyspace)
                guard now != .notYet else { continue }
                let end = complete.state.whereabouts(of: name.bytes, in: number, complete.keyspace)
                #expect(now == end, "\(name) in \(number)")
                if !fed.state.isComplete { early += 1 }
            }
        }
        #expect(fed.state.isComplete)
        #expect(early > 0 || seed % 2 == 0)
    }

    @Test("ends where it is to end, and runs scripts")
    func rewound() throws {
        let log = LogText.commands(
            "SELECT 0",
            "SET a 1",
            "EVAL return(redis.call('SET','b',2)) 0",
            "INCR a",
            "FLUSHALL"
        )
        let end = log.count - LogText.commands("FLUSHALL").count
        var request = try request(5, commands: 0)
        request.log = try folder.write(log, to: "rewound.aof")
        request.options.rewind = .position(LogPosition(file: nil, offset: end))
        var rewound = try Fed(request)
        try rewound.finish()
        #expect(rewound.keyspace.count > 100)
        let name = ByteString("b")
        let isSet = rewound.keyspace[database: 0].entries.contains(name.bytes)
        #expect(isSet)
        #expect(rewound.state.rest?.splice?.widening != nil)
        request.options.rewind = nil
        var whole = try Fed(request)
        try whole.finish()
        #expect(whole.keyspace.count == 0)
    }

    @Test("is the log's dataset where there is no snapshot", arguments: UInt64(1)...10)
    func logAlone(_ seed: UInt64) throws {
        let log = try folder.write(RandomTail(seed: seed).commands(count: 60), to: "only.aof")
        var fed = try Fed(DatasetRequest(snapshot: nil, log: log))
        try fed.finish()
        #expect(try fed.digest() == DigestRun(path: log).run().hex)
    }

    private func request(_ seed: UInt64, commands: Int) throws -> DatasetRequest {
        let dataset = RandomDataset(
            seed: seed,
            keyCount: 120,
            features: [.streams, .millisecondExpiries, .evictionHints]
        )
        let base = try folder.write(
            try dataset.written(.redis(10), RDBWriterOptions()),
            to: "base-\(seed).rdb"
        )
        let tail = try folder.write(
            RandomTail(seed: seed).commands(count: commands),
            to: "tail-\(seed).aof"
        )
        var request = DatasetRequest(snapshot: base, log: tail)
        request.alignment = .assumed
        return request
    }

    private func digestOfRebuild(_ request: DatasetRequest) throws -> String {
        let output = folder.path("rebuilt.rdb")
        var rebuild = RebuildRequest(
            snapshot: request.snapshot,
            log: request.log,
            output: output
        )
        rebuild.alignment = request.alignment
        _ = try RebuildRun(rebuild).run()
        return try DigestRun(path: output).run().hex
    }
}
