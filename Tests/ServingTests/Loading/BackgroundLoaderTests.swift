import Dispatch
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Testing

@Suite("A thread that loads")
struct BackgroundLoaderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("wakes the owner, who has everything in the end, however it came")
    func loads() throws {
        for (name, log) in [("plain.rdb", nil), ("joined.rdb", "tail.aof")] {
            let request = try request(name, log)
            let woken = DispatchSemaphore(value: 0)
            let feed = try DatasetFeed(request)
            let loader = BackgroundLoader(feed) { woken.signal() }
            var keyspace = Keyspace(profile: ServerProfile(.redis, 7, 0))
            var state = LoadingState()
            loader.start()
            while !state.isComplete, state.failure == nil {
                #expect(woken.wait(timeout: .now() + 60) == .success)
                while let step = loader.next() {
                    _ = state.take(step, into: &keyspace, of: name)
                }
            }
            var expected = try Fed(request)
            try expected.finish()
            #expect(state.failure == nil)
            #expect(keyspace.count == expected.keyspace.count)
        }
    }

    @Test("ends when nobody listens any more")
    func stops() throws {
        let feed = try DatasetFeed(request("large.rdb", nil, keyCount: 150_000))
        let woken = DispatchSemaphore(value: 0)
        weak var left: BackgroundLoader?
        do {
            let loader = BackgroundLoader(feed) { woken.signal() }
            left = loader
            loader.start()
            #expect(woken.wait(timeout: .now() + 60) == .success)
            loader.stop()
            #expect(loader.next() == nil)
        }
        // The thread has the last reference.
        for _ in 0..<6000 where left != nil { _ = woken.wait(timeout: .now() + 0.01) }
        #expect(left == nil)
    }

    private func request(
        _ name: String,
        _ log: String?,
        keyCount: Int = 300
    ) throws -> DatasetRequest {
        var bytes = Array("REDIS0010".utf8)
        for number in 0..<keyCount {
            let key = Array("key:\(number)".utf8)
            bytes += [0, UInt8(key.count)] + key + [1, 0x62]
        }
        bytes += [0xFF] + Array(repeating: 0, count: 8)
        let snapshot = try folder.write(bytes, to: name)
        let tail = try log.map { name in
            try folder.write(
                LogText.commands("SELECT 0", "SET key:1 x", "SET new y", "DEL key:2"),
                to: name
            )
        }
        var request = DatasetRequest(snapshot: snapshot, log: tail)
        if tail != nil { request.alignment = .assumed }
        return request
    }
}
