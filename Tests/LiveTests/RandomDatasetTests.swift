import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Random datasets with every type, on both sides of the servers' encoding limits.
@Suite("Random datasets on real servers")
struct RandomDatasetTests {
    private static let seeds: ClosedRange<UInt64> = 1...24

    @Test(
        "load to the digest that the tool gives, from a snapshot",
        arguments: ServerTarget.allCases
    )
    func snapshot(target: ServerTarget) throws {
        for seed in Self.seeds {
            let folder = try TemporaryFolder()
            let path = try Self.write(seed, for: target, in: folder)
            #expect(try target.served(snapshot: path) == target.digest(of: path), "seed \(seed)")
        }
    }

    @Test(
        "load to that digest from a log, whatever its base is made of",
        arguments: ServerTarget.allCases
    )
    func log(target: ServerTarget) throws {
        for seed in Self.seeds {
            let folder = try TemporaryFolder()
            let snapshot = try Self.write(seed, for: target, in: folder)
            let dataset = try DatasetLoader(LoadOptions(server: target.profile))
                .load(path: snapshot)
            let path = folder.path(target == .redis62 ? "appendonly.aof" : "appendonlydir")
            if target == .redis62 {
                try dataset.keyspace.writeCommands(to: AtomicFile(path: path), for: target)
            } else {
                let isSnapshot = seed.isMultiple(of: 2)
                try dataset.keyspace.writeLog(to: path, for: target, baseIsSnapshot: isSnapshot)
            }
            let digest = try target.digest(of: path)
            #expect(try target.served(log: path) == digest, "seed \(seed)")
            #expect(try target.digest(of: snapshot) == digest, "seed \(seed)")
        }
    }

    @Test("are sound to the checker that comes with Redis 7.0", arguments: seeds)
    func checked(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let path = try Self.write(seed, for: .redis70, in: folder)
        let result = try Checker.run(on: path)
        #expect(result.exitCode == 0, "\(result.text)")
        #expect(result.text.contains("RDB looks OK!"), "\(result.text)")
    }

    /// Expiries lie in the future: servers drop keys of the past.
    private static func write(
        _ seed: UInt64,
        for target: ServerTarget,
        in folder: TemporaryFolder
    ) throws -> String {
        let format = FormatVersion.target(target.profile)
        let dataset = RandomDataset(
            seed: seed,
            keyCount: 60,
            features: RandomDataset.features(of: format),
            expirySeconds: 4_000_000_000...4_100_000_000
        )
        let options = RDBWriterOptions(compresses: !seed.isMultiple(of: 3))
        return try folder.write(dataset.written(format, options), to: "random.rdb")
    }
}
