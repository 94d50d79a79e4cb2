import RedoubtBytes
import Synchronization

/// The keys of a snapshot, for those that stand twice.
///
/// A hash of each goes to one of many parts, in memory as long as they are few, then in a scratch
/// file; part by part equal ones are found. Several workers may add keys at the same time.
final class SeenKeys: Sendable {
    /// The most bytes that stay in memory.
    private static let memoryMax = 1 << 20
    private static let partCount = 256
    /// The most keys of a part that are looked at again; a file with more is told of all the same.
    private static let suspectsMax = 256

    private let spool: RecordSpool
    /// What kept a hash from getting there.
    private let fault = Mutex<Fault?>(nil)

    /// - Parameter path: the file beside which the scratch file is made, if it is needed.
    init(beside path: String) {
        spool = RecordSpool(beside: path, memoryMax: Self.memoryMax, blockSize: 1 << 13)
        _ = spool.newChains(Self.partCount)
    }

    /// Tells a key apart: the same name in another database is another key.
    ///
    /// - Parameter hash: the ``ByteHash`` of its name.
    static func identity(_ hash: UInt64, in database: Int) -> UInt64 {
        hash &+ KeyedRecord.KeyName.salt(of: database)
    }

    /// Number of bytes that went to the scratch file.
    var writtenCount: Int { spool.writtenCount }

    // MARK: Adding

    /// Takes the hashes of names in.
    func note(_ hashes: [UInt64], in database: Int) {
        let (identities, ends) = Self.byPart(hashes, in: database)
        fault.withLock { fault in
            guard fault == nil else { return }
            do throws(Fault) {
                var start = 0
                for (part, end) in ends.enumerated() where end > start {
                    try spool.append((end - start) * 8, to: part) { block in
                        for index in start..<end { block.appendLittleEndian(identities[index]) }
                    }
                    start = end
                }
            } catch {
                fault = error
            }
        }
    }

    @inline(__always)
    private static func part(of identity: UInt64) -> Int {
        Int(truncatingIfNeeded: identity >> 56)
    }

    /// The identities of keys, part by part, and where each part ends.
    private static func byPart(
        _ hashes: [UInt64],
        in database: Int
    ) -> (identities: ContiguousArray<UInt64>, ends: ContiguousArray<Int>) {
        var ends = ContiguousArray(repeating: 0, count: partCount)
        for hash in hashes { ends[part(of: identity(hash, in: database))] &+= 1 }
        var sum = 0
        for part in ends.indices {
            let count = ends[part]
            ends[part] = sum
            sum &+= count
        }
        var identities = ContiguousArray<UInt64>(repeating: 0, count: hashes.count)
        for hash in hashes {
            let identity = identity(hash, in: database)
            let part = part(of: identity)
            identities[ends[part]] = identity
            ends[part] &+= 1
        }
        return (identities, ends)
    }

    // MARK: Equal ones

    /// The identities of keys that stand twice, but for a chance of one in 2⁶⁴ for each pair.
    func finish(_ workers: Workers) throws(Fault) -> Set<UInt64> {
        if let fault = fault.withLock({ $0 }) { throw fault }
        var suspects: Set<UInt64> = []
        for found in workers.map(Self.partCount, { self.suspects(in: $0) }) {
            suspects.formUnion(try found.get())
        }
        return suspects
    }

    private func suspects(in part: Int) -> Result<[UInt64], Fault> {
        do throws(Fault) {
            let bytes = try spool.bytes(of: part)
            return .success(try Self.equalOnes(bytes))
        } catch {
            return .failure(error)
        }
    }

    private static func equalOnes(_ bytes: borrowing ByteBuilder) throws(Fault) -> [UInt64] {
        var cursor = ByteCursor(bytes.bytes)
        var size = 16
        while size < bytes.count / 4 { size *= 2 }
        // 0 is an empty place.
        var table = ContiguousArray<UInt64>(repeating: 0, count: size)
        var found: [UInt64] = []
        while cursor.remaining > 0 {
            let identity = try cursor.littleEndian(UInt64.self)
            let entry = max(identity, 1)
            var slot = Int(truncatingIfNeeded: entry) & (size - 1)
            while table[slot] != 0, table[slot] != entry { slot = (slot + 1) & (size - 1) }
            if table[slot] == entry, found.count < suspectsMax { found.append(identity) }
            table[slot] = entry
        }
        return found
    }
}
