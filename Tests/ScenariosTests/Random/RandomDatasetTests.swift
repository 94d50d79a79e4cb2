import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Random datasets with every type go through a file and come back as they were.
@Suite("Random datasets")
struct RandomDatasetTests {
    /// A version with a server that writes it.
    struct Version: CustomStringConvertible {
        let format: FormatVersion
        let profile: ServerProfile
        var description: String { format.description }

        init(_ format: FormatVersion, _ family: ServerProfile.Family, _ major: Int, _ minor: Int) {
            self.format = format
            profile = ServerProfile(family, major, minor)
        }
    }

    private static let versions = [
        Version(.redis(1), .redis, 2, 2), Version(.redis(2), .redis, 2, 4),
        Version(.redis(4), .redis, 2, 6), Version(.redis(6), .redis, 2, 8),
        Version(.redis(7), .redis, 3, 2), Version(.redis(8), .redis, 4, 0),
        Version(.redis(9), .redis, 6, 2), Version(.redis(10), .redis, 7, 0),
        Version(.redis(11), .redis, 7, 2), Version(.redis(12), .redis, 7, 4),
        Version(.valkey(80), .valkey, 9, 0),
    ]

    private static let datasetCount: UInt64 = 40

    @Test("come back from a file with every element and expiry", arguments: versions)
    func roundTrip(_ version: Version) throws {
        let folder = try TemporaryFolder()
        for seed in 0..<Self.datasetCount {
            let dataset = Self.dataset(seed, version)
            let bytes = try dataset.written(version.format, Self.options(seed))
            let digest = try dataset.digest(version.profile)
            let path = try folder.write(bytes, to: "random.rdb")
            var loaded = try DatasetLoader(LoadOptions(server: version.profile)).load(path: path)
            #expect(
                try DigestRun(path: path, options: LoadOptions(server: version.profile))
                    .run().hex == digest,
                "seed \(seed)"
            )
            try expect(loaded.keyspace, holds: dataset, version.format, seed)

            // In memory, as after a replay, and written once more.
            try Self.thaw(&loaded.keyspace)
            try expect(loaded.keyspace, holds: dataset, version.format, seed)
            let again = try SnapshotBytes.write(loaded.keyspace, format: version.format, .encoding)
            let second = try SnapshotBytes.digest(ByteWindow(again), version.profile)
            #expect(second == digest, "seed \(seed)")
        }
    }

    @Test("come back from a stream of a few bytes at a time", arguments: versions)
    func streamed(_ version: Version) throws {
        for seed in 0..<Self.datasetCount {
            let dataset = Self.dataset(seed, version)
            let bytes = try dataset.written(version.format, Self.options(seed))
            let window = ByteWindow(TrickleSource(bytes), refillCount: 1)
            let digest = try SnapshotBytes.digest(window, version.profile)
            #expect(digest == (try dataset.digest(version.profile)), "seed \(seed)")
        }
    }

    private static func dataset(_ seed: UInt64, _ version: Version) -> RandomDataset {
        RandomDataset(
            seed: seed * 1000 + UInt64(version.format.number),
            keyCount: 20,
            features: RandomDataset.features(of: version.format)
        )
    }

    private static func options(_ seed: UInt64) -> RDBWriterOptions {
        RDBWriterOptions(compresses: seed % 2 == 0, checksums: seed % 3 != 0)
    }

    private static func thaw(_ keyspace: inout Keyspace) throws {
        let profile = keyspace.profile
        for number in keyspace.databaseNumbers {
            for entry in keyspace[database: number].entries {
                var content = entry.value
                try content.value.thaw(for: profile)
                keyspace[database: number].entries.set(entry.key, to: content)
            }
        }
    }

    private func expect(
        _ keyspace: borrowing Keyspace,
        holds dataset: RandomDataset,
        _ format: FormatVersion,
        _ seed: UInt64
    ) throws {
        #expect(keyspace.count == dataset.keys.count, "seed \(seed)")
        for key in dataset.keys {
            guard let entry = keyspace[database: key.database].entries[key.name.bytes] else {
                Issue.record("seed \(seed): \(key.name) is missing")
                continue
            }
            #expect(entry.attributes == key.attributes, "seed \(seed): \(key.name)")
            let shown = try ShownValue(entry.value)
            let expected = try ShownValue(key.value, in: format)
            let isSame = shown == expected
            #expect(isSame, "seed \(seed): \(key.name)")
        }
    }
}
