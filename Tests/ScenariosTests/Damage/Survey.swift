import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues

/// Everything that reads files, run over one path: each has to give a result or an error.
struct Survey {
    /// What takes longer hangs: a bound that tells a loop from a busy machine, not a measure.
    static let hangBound = Duration.seconds(30)

    /// The digest, unless reading was refused.
    let digest: String?
    /// Whether `check` found damage or refused to read.
    let isFoundDamaged: Bool

    init(_ path: String) throws {
        digest = try Self.result { () throws(RecoveryError) in try DigestRun(path: path).run().hex }
        let check = try Self.result { () throws(RecoveryError) in
            try CheckRun(path: path, depth: .values).run()
        }
        isFoundDamaged = check?.damage != nil || check == nil
        _ = try Self.result { () throws(RecoveryError) in try InspectRun(path: path).run().files }
        _ = try Self.result { () throws(RecoveryError) in try Self.load(path) }
    }

    /// An error has to say what it is about.
    private static func result<Result>(
        _ body: () throws(RecoveryError) -> Result
    ) throws -> Result? {
        do throws(RecoveryError) {
            return try body()
        } catch {
            guard !error.cause.isEmpty, error.file != nil else {
                throw TestFailure("an error without cause or file: \(error)")
            }
            return nil
        }
    }

    /// Brings every value into memory and writes it, which looks at more than reading it does.
    private static func load(_ path: String) throws(RecoveryError) -> Int {
        let dataset = try DatasetLoader().load(path: path)
        _ = try? SnapshotBytes.write(dataset.keyspace, format: .redis(9), .encoding)
        _ = try? SnapshotBytes.write(dataset.keyspace, format: .valkey(80), .copying)
        var count = 0
        for number in dataset.keyspace.databaseNumbers {
            for entry in dataset.keyspace[database: number].entries {
                var value = entry.value.value
                if (try? value.thaw(for: dataset.keyspace.profile)) != nil { count += 1 }
            }
        }
        return count
    }

    /// Reads a snapshot from a source that gives a few bytes at a time.
    static func streamed(_ bytes: [UInt8]) throws -> String? {
        do {
            let window = ByteWindow(TrickleSource(bytes), refillCount: 1)
            return try SnapshotBytes.digest(window, ServerProfile(.redis, 7, 2))
        } catch is Fault {
            return nil
        }
    }
}
