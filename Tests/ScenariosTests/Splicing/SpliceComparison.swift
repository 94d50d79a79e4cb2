import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A rebuild that copies what a log does not touch, beside one that loads everything.
struct SpliceComparison {
    let folder: TemporaryFolder

    /// Rebuilds in both ways and compares.
    @discardableResult
    func run(
        _ snapshot: [UInt8],
        _ log: [UInt8]?,
        format: FormatVersion? = nil
    ) throws -> RebuildResult {
        let base = try folder.write(snapshot, to: "base.rdb")
        let tail = try log.map { try folder.write($0, to: "tail.aof") }
        var results: [RebuildResult] = []
        var digests: [String] = []
        for splices in [true, false] {
            let output = folder.path("\(splices).rdb")
            var request = RebuildRequest(snapshot: base, log: tail, output: output)
            if tail != nil { request.alignment = .assumed }
            request.format = format
            request.splices = splices
            results.append(try RebuildRun(request).run())
            digests.append(try DigestRun(path: output).run().hex)
            #expect(try CheckRun(path: output, depth: .values).run().damage == nil)
        }
        #expect(digests[0] == digests[1])
        #expect(results[0].keyCount == results[1].keyCount)
        #expect(results[0].databaseCount == results[1].databaseCount)
        #expect(try counts(of: "true.rdb") == counts(of: "false.rdb"))
        return results[0]
    }

    /// Keys and expiries by database, as they are and as the file announces them.
    private func counts(of name: String) throws -> [[Int]] {
        let bytes = try FileBytes.read(folder.path(name))
        var frames = try FrameReader(ByteWindow(bytes))
        var announced: [[Int]] = []
        var found: [Int: [Int]] = [:]
        while let frame = try frames.next() {
            switch frame {
            case .resize(let keys, let expires):
                announced.append([frames.database, Int(keys), Int(expires)])
            case .key(let key):
                let old = found[key.database] ?? [0, 0]
                found[key.database] = [
                    old[0] + 1, old[1] + (key.attributes.expiresAtMs == nil ? 0 : 1),
                ]
            default: break
            }
        }
        let actual = found.sorted { $0.key < $1.key }.map { [$0.key] + $0.value }
        #expect(announced.isEmpty || announced == actual)
        return actual
    }

    static func dataset(_ seed: UInt64, _ format: FormatVersion) throws -> [UInt8] {
        let features = RandomDataset.features(of: format)
        return try RandomDataset(seed: seed, keyCount: 120, features: features)
            .written(format, RDBWriterOptions())
    }
}
