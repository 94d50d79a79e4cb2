import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtRecovery
import RedoubtServing
import RedoubtTestSupport
import RedoubtValues
import Synchronization
import Testing

@Suite("Steps on their way to their owner")
struct StepQueueTests {
    private let steps: [LoadStep]

    init() throws {
        let folder = try TemporaryFolder()
        var bytes = Array("REDIS0010".utf8)
        for number in 0..<60_000 {
            let key = Array("key:\(number)".utf8)
            bytes += [0, UInt8(key.count)] + key + [1, 0x62]
        }
        bytes += [0xFF] + Array(repeating: 0, count: 8)
        let request = DatasetRequest(snapshot: try folder.write(bytes, to: "dump.rdb"), log: nil)
        let all = Mutex<[LoadStep]>([])
        try DatasetFeed(request).run(seed: 7) { step in all.withLock { $0.append(step) } }
        steps = all.withLock { $0 }
    }

    /// The first of the keys in a step, and how many there are; nil for other steps.
    private func count(_ step: LoadStep?, with key: ByteString) -> (count: Int, hasKey: Bool)? {
        guard case .places(let keys) = step else { return nil }
        let hash = ColdKeys.hash(of: key.bytes, 7)
        return (keys.batch.count, !keys.batch.hashes(among: [hash]).isEmpty)
    }

    @Test("come in their order, but for a key that somebody waits for", arguments: [false, true])
    func wanted(isThere: Bool) {
        let key = ByteString("key:59999")
        let hash = ColdKeys.hash(of: key.bytes, 7)
        var queue = StepQueue()
        if !isThere { queue.want(hash) }
        for step in steps { queue.add(step) }
        if isThere { queue.want(hash) }
        let first = queue.next()
        #expect(count(first, with: key)?.hasKey == true)
        var left: [LoadStep] = []
        while let step = queue.next() { left.append(step) }
        #expect(left.count == steps.count - 1)
        #expect(!left.contains { count($0, with: key)?.hasKey ?? false })
        guard case .planned = left.first, case .finished = left.last else {
            Issue.record("something else than places has moved")
            return
        }
        #expect(queue.isEmpty)
        let keyCount = (left + [first].compactMap(\.self)).reduce(0) {
            $0 + (count($1, with: key)?.count ?? 0)
        }
        #expect(keyCount == 60_000)
    }

    @Test("are none when all were taken, in whatever order")
    func empty() {
        var queue = StepQueue()
        let places = steps.filter { count($0, with: "") != nil }
        #expect(places.count > 2)
        for step in places { queue.add(step) }
        for number in [59_999, 0, 30_000] {
            queue.want(ColdKeys.hash(of: ByteString("key:\(number)").bytes, 7))
        }
        var taken = 0
        while queue.next() != nil { taken += 1 }
        #expect(taken == places.count)
        #expect(queue.isEmpty)
        queue.add(places[0])
        #expect(!queue.isEmpty)
        queue.removeAll()
        #expect(queue.isEmpty)
    }
}
