import RedoubtBytes
import RedoubtCodecs
public import RedoubtRDB

extension ColdIndex {
    /// Opens the index of a snapshot; nil if it is not there, not of this snapshot, or not sound.
    ///
    /// Its slots are used where they stand, in the mapped file.
    public init?(path: String, of identity: SnapshotIdentity, _ source: SnapshotSource) {
        guard let file = try? MappedFile(path: path),
            let header = Header(file, identity)
        else { return nil }
        var words = Words(file: file, position: Self.headerCount)
        guard header.otherCount <= Self.otherMax, words.has(header.otherCount) else { return nil }
        otherOffsets = (0..<header.otherCount).map { _ in Int(truncatingIfNeeded: words.next()) }
        guard otherOffsets.allSatisfy({ (0..<source.mappedCount).contains($0) }),
            let directory = Self.directory(header.databaseCount, &words)
        else { return nil }
        databases = []
        for (number, sizes) in directory {
            var partitions = ContiguousArray<ColdPartition>()
            partitions.reserveCapacity(sizes.count)
            for size in sizes {
                guard words.has(size.slots) else { return nil }
                let start = words.position * 8
                partitions.append(
                    ColdPartition(
                        mapped: start..<(start + size.slots * 8),
                        count: size.keys,
                        expiringCount: size.expiring
                    )
                )
                words.position += size.slots
            }
            let keys = ColdKeys(source, seed: header.seed, index: file, partitions: partitions)
            databases.append((number, keys))
        }
        guard words.isAtEnd else { return nil }
    }

    private struct Size {
        let slots: Int
        let keys: Int
        let expiring: Int

        /// Nil for sizes that no table has.
        init?(_ words: inout Words) {
            guard words.has(3) else { return nil }
            let (slots, keys, expiring) = (words.next(), words.next(), words.next())
            guard slots <= UInt64(ColdPartition.slotMax), keys <= slots, expiring <= keys,
                keys == 0 || keys < slots
            else { return nil }
            self.slots = Int(slots)
            self.keys = Int(keys)
            self.expiring = Int(expiring)
        }
    }

    private static func directory(
        _ count: Int,
        _ words: inout Words
    ) -> [(number: Int, sizes: [Size])]? {
        var directory: [(number: Int, sizes: [Size])] = []
        for _ in 0..<count {
            guard words.has(2), let number = Int(exactly: words.next()),
                let partitionCount = Int(exactly: words.next()),
                partitionCount == 1 || partitionCount == 1 << Int(ColdKeys.partitionBits),
                number > directory.last?.number ?? -1
            else { return nil }
            var sizes: [Size] = []
            for _ in 0..<partitionCount {
                guard let size = Size(&words) else { return nil }
                sizes.append(size)
            }
            directory.append((number, sizes))
        }
        return directory
    }

    /// The words in front, if everything else is what they say.
    private struct Header {
        let seed: UInt64
        let otherCount: Int
        let databaseCount: Int

        init?(_ file: MappedFile, _ identity: SnapshotIdentity) {
            let headerSize = ColdIndex.headerCount * 8
            guard file.count >= headerSize else { return nil }
            let bytes = file.bytes
            let words = (0..<ColdIndex.headerCount).map { bytes.word(at: $0 * 8) }
            let sum = CRC64.checksum(of: bytes.extracting(0..<(headerSize - 8)))
            guard words[0] == ColdIndex.magic, words[11] == sum,
                words[1] == ColdIndex.probe(words[2]), Array(words[3...6]) == identity.words,
                file.count % 8 == 0, words[7] == UInt64(file.count / 8),
                let otherCount = Int(exactly: words[8]), let databaseCount = Int(exactly: words[9]),
                words[10] == CRC64.checksum(of: bytes.extracting(headerSize..<file.count))
            else { return nil }
            seed = words[2]
            self.otherCount = otherCount
            self.databaseCount = databaseCount
        }
    }

    /// A place in a file of words.
    private struct Words {
        let file: MappedFile
        var position: Int

        func has(_ count: Int) -> Bool { count <= file.count / 8 - position }

        mutating func next() -> UInt64 {
            position += 1
            return file.bytes.word(at: (position - 1) * 8)
        }

        var isAtEnd: Bool { position == file.count / 8 }
    }
}
