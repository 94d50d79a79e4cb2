import RedoubtBytes
import RedoubtValues

/// The pending entries of one group while its consumers claim them.
///
/// - Invariant: `pending` ascends by id, without duplicates.
struct PendingOwnership {
    private var pending: [PendingEntry] = []
    /// For each pending entry, whether the file says who owns it, be it nobody.
    private var isSettled: [Bool]

    /// Reads the list of the group.
    @_lifetime(cursor: copy cursor)
    init(_ cursor: inout ByteCursor, in context: PayloadContext) throws(Fault) {
        let start = cursor.offset
        let sizeMin = StreamID.rawSize + 9
        let count = try RDBLength.count(from: &cursor, sizeMin: sizeMin, in: context)
        pending.reserveCapacity(count)
        var ascends = true
        for _ in 0..<count {
            let id = try StreamID(raw: &cursor)
            let time = try cursor.littleEndian(Int64.self)
            let deliveries = try RDBLength.read(from: &cursor, in: context)
            if let last = pending.last, last.id >= id { ascends = false }
            pending.append(
                PendingEntry(
                    id: id,
                    consumer: nil,
                    deliveryTimeMs: time,
                    deliveryCount: deliveries
                )
            )
        }
        isSettled = [Bool](repeating: false, count: count)
        if !ascends { try sort(at: start) }
    }

    private mutating func sort(at start: Int) throws(Fault) {
        pending.sort { $0.id < $1.id }
        for index in pending.indices.dropFirst() where pending[index - 1].id == pending[index].id {
            throw Self.damaged(at: start)
        }
    }

    /// Reads the ids that the consumer at `index` owns.
    @_lifetime(cursor: copy cursor)
    mutating func claim(
        _ cursor: inout ByteCursor,
        for index: Int,
        in context: PayloadContext
    ) throws(Fault) {
        try settle(&cursor, as: index, in: context)
    }

    /// Reads the ids that no consumer owns.
    @_lifetime(cursor: copy cursor)
    mutating func leaveUnowned(
        _ cursor: inout ByteCursor,
        in context: PayloadContext
    ) throws(Fault) {
        try settle(&cursor, as: nil, in: context)
    }

    /// The entries, of which each must have been settled.
    func finish(at offset: Int) throws(Fault) -> [PendingEntry] {
        guard isSettled.allSatisfy({ $0 }) else { throw Self.damaged(at: offset) }
        return pending
    }

    private static func damaged(at offset: Int) -> Fault {
        Fault(.badStream, at: offset, detail: StreamDamage.pending.rawValue)
    }

    @_lifetime(cursor: copy cursor)
    private mutating func settle(
        _ cursor: inout ByteCursor,
        as consumer: Int?,
        in context: PayloadContext
    ) throws(Fault) {
        let count = try RDBLength.count(from: &cursor, sizeMin: StreamID.rawSize, in: context)
        for _ in 0..<count {
            let start = cursor.offset
            let id = try StreamID(raw: &cursor)
            guard let position = position(of: id), !isSettled[position] else {
                throw Self.damaged(at: start)
            }
            pending[position].consumer = consumer
            isSettled[position] = true
        }
    }

    private func position(of id: StreamID) -> Int? {
        var low = 0
        var high = pending.count
        while low < high {
            let middle = (low + high) / 2
            if pending[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < pending.count && pending[low].id == id ? low : nil
    }
}
