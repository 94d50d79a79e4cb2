import RedoubtAnalysis
import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Hashes the keys of a snapshot as they come by: in blocks, several at the same time.
struct SnapshotDigest {
    /// Blocks are hashed when there are as many for each worker.
    private static let blocksPerWorker = 4
    /// A larger value is hashed where it stands.
    private static let copiedMax = 1 << 22

    private(set) var server: ServerChoice
    private(set) var digest: DatasetDigest
    private(set) var auxiliaries: [(name: ByteString, value: ByteString)] = []
    private let isRequested: Bool
    private var block: RecordBlock
    private var blocks: [RecordBlock] = []
    private var hasKeys = false

    init(requested: ServerProfile?, format: FormatVersion) {
        server = requested.map { .requested($0) } ?? .assumed(for: format)
        isRequested = requested != nil
        digest = DatasetDigest(profile: server.profile)
        block = RecordBlock(context: PayloadContext(format: format))
    }

    mutating func take(
        _ frame: Frame,
        _ frames: borrowing FrameReader,
        _ workers: Workers
    ) throws(Fault) {
        switch frame {
        case .auxiliary(let name, let value):
            auxiliaries.append((name, value))
            // The server's name stands in front of every key.
            guard !isRequested, let named = ServerProfile(auxiliaries: auxiliaries) else { return }
            server = .named(named)
            if !hasKeys { digest = DatasetDigest(profile: named) }
        case .key(let key):
            hasKeys = true
            try take(key, frames, workers)
        default:
            break
        }
    }

    /// Hashes what is left.
    mutating func finish(_ frames: borrowing FrameReader, _ workers: Workers) throws(Fault) {
        seal(frames)
        try hashBlocks(workers)
    }

    private mutating func take(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader,
        _ workers: Workers
    ) throws(Fault) {
        guard key.payloadRange.count <= Self.copiedMax else {
            try finish(frames, workers)
            let context = frames.context
            try digest.add(key, name: frames.key, payload: frames.payload, in: context)
            return
        }
        block.append(key, frames)
        guard block.isFull else { return }
        seal(frames)
        if blocks.count >= Self.blocksPerWorker * workers.count { try hashBlocks(workers) }
    }

    private mutating func seal(_ frames: borrowing FrameReader) {
        guard !block.isEmpty else { return }
        block.seal(frames.context)
        blocks.append(block)
        block = RecordBlock(context: frames.context)
    }

    private mutating func hashBlocks(_ workers: Workers) throws(Fault) {
        let blocks = blocks
        let empty = DatasetDigest(profile: digest.profile)
        let results = workers.map(blocks.count) { index -> Result<DatasetDigest, RecordFault> in
            var part = empty
            let context = blocks[index].context
            do throws(RecordFault) {
                try blocks[index].forEach { (key, name, payload) throws(Fault) in
                    try part.add(key, name: name, payload: payload, in: context)
                }
                return .success(part)
            } catch {
                return .failure(error)
            }
        }
        self.blocks = []
        for result in results {
            switch result {
            case .success(let part): digest.merge(part)
            case .failure(let failure): throw failure.fault
            }
        }
    }
}

extension DatasetDigest {
    /// Adds a key of a snapshot.
    fileprivate mutating func add(
        _ key: KeyFrame,
        name: RawSpan,
        payload: RawSpan,
        in context: PayloadContext
    ) throws(Fault) {
        let isExpiring = key.attributes.expiresAtMs != nil
        try add(name, database: key.database, hasExpiry: isExpiring) { (value) throws(Fault) in
            try key.type.visit(payload, at: key.payloadRange.lowerBound, in: context, &value)
        }
    }
}
