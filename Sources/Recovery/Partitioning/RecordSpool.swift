import RedoubtBytes

/// Bytes in chains, one for each shard: in memory as long as they fit, then in a scratch file.
///
/// One task appends; behind the last append any number may read at the same time.
final class RecordSpool: @unchecked Sendable {
    /// A chain: blocks in the file, then full ones in memory, then the open one.
    private final class Chain {
        var written: [(start: Int, count: Int)] = []
        var full: [Block] = []
        var open = ByteBuilder(capacity: 16)
        /// Room of a block: the first is small, for there may be many chains of little.
        private var room = firstRoom
        private static let firstRoom = 1 << 10
        /// Room of the others.
        private let blockSize: Int
        /// Number of bytes.
        var byteCount = 0
        /// Number of appends.
        var count = 0

        init(blockSize: Int) {
            self.blockSize = blockSize
        }

        /// Number of bytes in memory.
        var heldCount: Int { full.reduce(open.count) { $0 + $1.bytes.count } }

        /// Makes room for `count` bytes.
        @inline(__always)
        func reserve(_ count: Int) {
            if open.count + count > room { beginBlock(count) }
        }

        /// Gives the memory back.
        func empty() {
            full = []
            open = ByteBuilder(capacity: 16)
            room = Self.firstRoom
        }

        private func beginBlock(_ count: Int) {
            var next = ByteBuilder(capacity: max(blockSize, count))
            swap(&open, &next)
            if !next.isEmpty { full.append(Block(next)) }
            room = blockSize
        }
    }

    /// A block that does not change any more.
    private final class Block {
        let bytes: ByteBuilder

        init(_ bytes: consuming ByteBuilder) {
            self.bytes = bytes
        }
    }

    /// The file beside which the scratch file is made.
    let path: String
    /// The most bytes that stay in memory.
    private let memoryMax: Int
    private var file: ScratchFile?
    private var chains: [Chain] = []
    private var held = 0

    private let blockSize: Int

    /// - Parameters:
    ///   - path: the file beside which the scratch file is made, if it is needed.
    ///   - memoryMax: the most bytes that stay in memory.
    ///   - blockSize: what a chain takes at once; that much of it may be empty.
    init(beside path: String, memoryMax: Int, blockSize: Int = 1 << 16) {
        self.path = path
        self.memoryMax = memoryMax
        self.blockSize = blockSize
    }

    /// Number of bytes that went to the file.
    var writtenCount: Int { file?.count ?? 0 }

    /// Begins chains.
    ///
    /// - Returns: their numbers.
    func newChains(_ count: Int) -> Range<Int> {
        let first = chains.count
        for _ in 0..<count { chains.append(Chain(blockSize: blockSize)) }
        return first..<chains.count
    }

    /// Forgets what is in chains; they take nothing more.
    func remove(_ removed: Range<Int>) {
        for chain in removed {
            held -= chains[chain].heldCount
            chains[chain] = Chain(blockSize: blockSize)
        }
    }

    /// Number of appends to a chain.
    func count(of chain: Int) -> Int { chains[chain].count }

    /// Number of bytes of a chain.
    func byteCount(of chain: Int) -> Int { chains[chain].byteCount }

    /// Lets `write` add about `count` bytes to a chain.
    ///
    /// - Parameter number: how many appends this counts for.
    func append(
        _ count: Int,
        to chain: Int,
        number: Int = 1,
        _ write: (inout ByteBuilder) throws(Fault) -> Void
    ) throws(Fault) {
        let chain = chains[chain]
        chain.reserve(count)
        let before = chain.open.count
        try write(&chain.open)
        let added = chain.open.count - before
        chain.byteCount += added
        chain.count += number
        held += added
        if held > memoryMax { try empty() }
    }

    /// Writes everything to the file.
    private func empty() throws(Fault) {
        let file: ScratchFile
        if let open = self.file { file = open } else { file = try ScratchFile(beside: path) }
        self.file = file
        for chain in chains {
            for block in chain.full {
                chain.written.append(try Self.append(block.bytes, to: file))
            }
            guard !chain.open.isEmpty else { continue }
            chain.written.append(try Self.append(chain.open, to: file))
            chain.empty()
        }
        held = 0
    }

    private static func append(
        _ block: borrowing ByteBuilder,
        to file: ScratchFile
    ) throws(Fault) -> (start: Int, count: Int) {
        (try file.append(block.bytes), block.count)
    }

    private static func append(
        _ block: borrowing ByteBuilder,
        to bytes: inout ByteBuilder
    ) {
        bytes.append(block.bytes)
    }

    /// The bytes of a chain, behind `head`, in the order in which they were added.
    func bytes(of chain: Int, behind head: [UInt8] = []) throws(Fault) -> ByteBuilder {
        let chain = chains[chain]
        var bytes = ByteBuilder(capacity: head.count + chain.byteCount + 16)
        bytes.append(head)
        for block in chain.written { try file?.read(block.count, at: block.start, to: &bytes) }
        for block in chain.full { Self.append(block.bytes, to: &bytes) }
        Self.append(chain.open, to: &bytes)
        return bytes
    }
}
