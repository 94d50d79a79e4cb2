import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Snapshots that are so large that several cores look at them.
@Suite("A snapshot of several segments")
struct SegmentTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let valueSize = 90

    /// Some six megabytes of keys, whose values do not get smaller by compression.
    private var keys: [(key: String, value: String)] {
        var random = SeededGenerator(seed: 1)
        let pool = (0..<4096).map { _ in
            Character(UnicodeScalar(UInt8.random(in: 33...126, using: &random)))
        }
        let values = (0..<4000).map { String(pool[$0..<($0 + Self.valueSize)]) }
        return (0..<60_000).map { ("key:\($0)", values[$0 * 37 % values.count]) }
    }

    /// Where the key at `place` begins, told from the end mark and the checksum.
    private func offset(
        of place: Int,
        in keys: [(key: String, value: String)],
        byteCount: Int
    ) -> Int {
        // Type, two lengths, name and value.
        keys[place...].reduce(byteCount - 9) { $0 - $1.key.utf8.count - Self.valueSize - 4 }
    }

    private func request(_ snapshot: String, jobs: Int) throws -> RebuildRequest {
        let tail = try folder.write(
            LogText.commands("APPEND key:7 x", "DEL key:59000"),
            to: "t.aof"
        )
        var request = RebuildRequest(
            snapshot: snapshot,
            log: tail,
            output: folder.path("\(jobs).rdb")
        )
        request.alignment = .assumed
        request.options.jobs = jobs
        return request
    }

    private func fault(_ snapshot: String, jobs: Int) throws -> RecoveryError? {
        let request = try request(snapshot, jobs: jobs)
        defer { #expect(!FileBytes.exists(request.output)) }
        do throws(RecoveryError) {
            _ = try RebuildRun(request).run()
            return nil
        } catch {
            return error
        }
    }

    @Test("gives the same bytes for any number of workers")
    func workers() throws {
        let base = try folder.write(SnapshotBytes.strings(keys), to: "base.rdb")
        var outputs: [[UInt8]] = []
        for jobs in [1, 2, 7] {
            let request = try request(base, jobs: jobs)
            let result = try RebuildRun(request).run()
            #expect(result.keyCount == 59_999)
            #expect(result.warnings.isEmpty)
            outputs.append(try FileBytes.read(request.output))
        }
        #expect(outputs[0].count > 5 << 20)
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0] == outputs[2])
    }

    @Test("a key that stands in two segments is refused at its second place")
    func duplicates() throws {
        for place in [100, 35_000, 59_999] {
            var keys = keys
            keys[place].key = "key:3"
            let bytes = try SnapshotBytes.strings(keys)
            let base = try folder.write(bytes, to: "twice.rdb")
            let offset = offset(of: place, in: keys, byteCount: bytes.count)
            for jobs in [1, 2, 7] {
                let error = try fault(base, jobs: jobs)
                #expect(error?.key?.key == "key:3")
                #expect(error?.offset == offset)
            }
        }
    }

    @Test("damage in it is told with its place, and nothing is left behind")
    func damage() throws {
        var bytes = try SnapshotBytes.strings(keys)
        let middle = bytes.count / 2
        for index in middle..<(middle + 400) { bytes[index] = 0xFF }
        let base = try folder.write(bytes, to: "damaged.rdb")
        let offsets = try [1, 2, 7].map { try fault(base, jobs: $0)?.offset }
        let offset = try #require(offsets[0])
        #expect(abs(offset - middle) < 1000)
        #expect(Set(offsets).count == 1)
    }
}
