import RedoubtBytes

/// Bytes in chains, one for each shard: in memory as long as they fit, then in a scratch file.
///
/// One task appends; behind the last append any number may read at the same time.
final class RecordSpool: @unchecked Sendable {
    /// A chain: blocks in the file, then blocks in memory.
    private final class Chain {
        var written: [(start: Int, count: Int)] = []
        var blocks: [Block] = []
        var byteCount = 0
    }

    /// A block that is full goes unchanged.
    private final class Block {
        var bytes: ByteBuilder

        init(capacity: Int) {
            bytes = ByteBuilder(capacity: capacity)
        }
    }

    /// The file beside which the scratch file is made.
    let path: String
    /// The most bytes that stay in memory.
    private let memoryMax: Int
    private var file: ScratchFile?
    private var chains: [Chain] = []
    private var held = 0

    /// The first block of a chain is small, for there may be many chains of little.
    private static let firstBlockSize = 1 << 10
    private static let blockSize = 1 << 16

    init(beside path: String, memoryMax: Int) {
        self.path = path
        self.memoryMax = memoryMax
    }

    /// Number of bytes that went to the file.
    var writtenCount: Int { file?.count ?? 0 }

    /// Begins chains.
    ///
    /// - Returns: their numbers.
    func newChains(_ count: Int) -> Range<Int> {
        let first = chains.count
        for _ in 0..<count { chains.append(Chain()) }
        return first..<chains.count
    }

    /// Number of bytes of a chain.
    func byteCount(of chain: Int) -> Int { chains[chain].byteCount }

    /// Lets `write` add about `count` bytes to a chain.
    func append(
        _ count: Int,
        to chain: Int,
        _ write: (inout ByteBuilder) throws(Fault) -> Void
    ) throws(Fault) {
        let chain = chains[chain]
        if chain.blocks.last.map({ $0.bytes.count + count > Self.blockSize }) ?? true {
            let size = chain.byteCount == 0 ? Self.firstBlockSize : Self.blockSize
            chain.blocks.append(Block(capacity: max(size, count)))
        }
        let block = chain.blocks[chain.blocks.count - 1]
        let before = block.bytes.count
        try write(&block.bytes)
        let added = block.bytes.count - before
        chain.byteCount += added
        held += added
        if held > memoryMax { try empty() }
    }

    /// Writes everything to the file.
    private func empty() throws(Fault) {
        let file: ScratchFile
        if let open = self.file { file = open } else { file = try ScratchFile(beside: path) }
        self.file = file
        for chain in chains {
            for block in chain.blocks {
                let start = try Self.append(block.bytes, to: file)
                chain.written.append((start, block.bytes.count))
            }
            chain.blocks = []
        }
        held = 0
    }

    private static func append(
        _ block: borrowing ByteBuilder,
        to file: ScratchFile
    ) throws(Fault) -> Int {
        try file.append(block.bytes)
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
        for block in chain.blocks { Self.append(block.bytes, to: &bytes) }
        return bytes
    }
}
