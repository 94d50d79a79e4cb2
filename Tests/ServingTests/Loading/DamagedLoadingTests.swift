import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A damaged snapshot, served while it loads")
struct DamagedLoadingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("fails where a load fails, and for the same reason", arguments: UInt64(1)...80)
    func random(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = try snapshot(seed)
        // No checksum: each byte has to show by itself what is wrong with it.
        bytes.replaceSubrange((bytes.count - 8)..., with: Array(repeating: 0, count: 8))
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let index = Int.random(in: 9..<(bytes.count - 8), using: &generator)
            bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
        }
        let path = try folder.write(bytes, to: "damaged.rdb")
        var expected: RecoveryError?
        do throws(RecoveryError) {
            _ = try DatasetLoader().load(path: path)
        } catch {
            expected = error
        }
        guard var fed = try? Fed(DatasetRequest(snapshot: path, log: nil)) else {
            #expect(expected != nil)
            return
        }
        while fed.step() != nil {}
        #expect(fed.state.failure?.offset == expected?.offset)
        #expect(fed.state.failure?.cause == expected?.cause)
        // Whatever is there can be looked at.
        for number in fed.keyspace.databaseNumbers {
            var names: [ByteString] = []
            fed.keyspace[database: number].forEachName { names.append($0) }
            for name in names {
                let position = fed.keyspace[database: number].warm(name.bytes)
                guard let position else { continue }
                var value = fed.keyspace[database: number].entries[valueAt: position].value
                try? value.thaw(for: fed.keyspace.profile)
            }
        }
    }

    @Test("serves what stands before the place where it ends", arguments: UInt64(1)...20)
    func cut(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = try snapshot(seed)
        let end = Int.random(in: 100..<(bytes.count - 9), using: &generator)
        let path = try folder.write(Array(bytes[..<end]), to: "cut.rdb")
        var fed = try Fed(DatasetRequest(snapshot: path, log: nil))
        while fed.step() != nil {}
        #expect(fed.state.failure != nil)
        var frames = try FrameReader(ByteWindow(Array(bytes[..<end])))
        var whole = 0
        do throws(Fault) {
            while let frame = try frames.next() {
                guard case .key(let key) = frame else { continue }
                whole += 1
                let name = ByteString(frames.key)
                let found = fed.state.whereabouts(of: name.bytes, in: key.database, fed.keyspace)
                #expect(found == .here)
            }
        } catch {
            #expect(error.offset == fed.state.failure?.offset)
        }
        #expect(fed.keyspace.count == whole)
        #expect(fed.state.whereabouts(of: "x", in: 0, fed.keyspace) == .notYet)
        fed.state.giveUp()
        #expect(fed.state.whereabouts(of: "x", in: 0, fed.keyspace) == .absent)
    }

    @Test("is refused with a key that stands twice, even if somebody has it already")
    func twice() throws {
        let key: [UInt8] = [0, 1, 0x61, 1, 0x62]
        let bytes = Array("REDIS0010".utf8) + key + key + [0xFF] + Array(repeating: 0, count: 8)
        let path = try folder.write(bytes, to: "twice.rdb")
        var fed = try Fed(DatasetRequest(snapshot: path, log: nil))
        while fed.step() != nil {}
        #expect(fed.state.failure?.key?.key == "a")
        #expect(fed.state.failure?.offset == 14)
    }

    private func snapshot(_ seed: UInt64) throws -> [UInt8] {
        let features: RandomDataset.Features = [.streams, .millisecondExpiries, .evictionHints]
        return try RandomDataset(seed: seed, keyCount: 60, features: features)
            .written(.redis(10), RDBWriterOptions())
    }
}

extension LoadingState {
    fileprivate func whereabouts(
        of name: ByteString,
        in database: Int,
        _ keyspace: borrowing Keyspace
    ) -> Whereabouts {
        whereabouts(of: name.bytes, in: database, keyspace)
    }
}
