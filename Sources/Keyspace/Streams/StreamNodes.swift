import DequeModule
import RedoubtBytes
import RedoubtCodecs
public import RedoubtValues

/// How a server divides a stream into nodes.
///
/// Nodes follow the entries late: ``StreamValue/foldNodes()`` adds those that came since, before
/// entries are removed. What is deleted stays a part of its node. So entries that nobody removes
/// cost nothing here.
package struct StreamNodes: Sendable {
    /// The nodes, ids ascending; some may have no entry left.
    fileprivate var all: Deque<StreamNodeBounds> = []
    /// The last entry that is in a node, or was.
    fileprivate var foldedTo = StreamID.zero
    /// The field names that the entries of the last node share; nil if they are not known.
    fileprivate var names: [ByteString]?

    /// Adds a node as it stands in a snapshot.
    mutating func append(_ node: StreamNodeBounds) {
        all.append(node)
        foldedTo = max(foldedTo, node.lastID)
        names = nil
    }

    /// Adds an entry behind all others.
    fileprivate mutating func add(_ entry: StreamEntry) {
        let shape = EntryShape(entry)
        foldedTo = entry.id
        if var last = all.popLast() {
            let isFull =
                last.count >= StreamNodeBounds.countMax
                || last.byteCount + shape.contentSize >= StreamNodeBounds.byteCountMax
            guard isFull else {
                last.count += 1
                last.lastID = entry.id
                last.byteCount += shape.size(behind: last.firstID, sharing: names)
                return all.append(last)
            }
            all.append(last)
        }
        names = shape.names
        let header = ListpackFormat.emptySize + shape.masterSize
        all.append(
            StreamNodeBounds(
                firstID: entry.id,
                lastID: entry.id,
                count: 1,
                byteCount: header + shape.size(behind: entry.id, sharing: names)
            )
        )
    }
}

/// What an entry takes in a node.
private struct EntryShape {
    let id: StreamID
    var names: [ByteString] = []
    var contentSize = 0
    private var nameSize = 0
    private var valueSize = 0

    init(_ entry: StreamEntry) {
        id = entry.id
        entry.forEachField { field, value in
            names.append(ByteString(field))
            contentSize += field.byteCount + value.byteCount
            nameSize += ListpackFormat.elementSize(of: field)
            valueSize += ListpackFormat.elementSize(of: value)
        }
    }

    /// Counts of live and of deleted entries, the names and their number, and a zero.
    var masterSize: Int {
        2 + 2 + ListpackFormat.elementSize(of: Int64(names.count)) + nameSize + 2
    }

    /// Flags, the difference to the id of the node, the values, with names if they are others than
    /// those of the node, and how many elements that are.
    func size(behind first: StreamID, sharing shared: [ByteString]?) -> Int {
        let milliseconds = Int64(bitPattern: id.milliseconds &- first.milliseconds)
        let sequence = Int64(bitPattern: id.sequence &- first.sequence)
        let size =
            2 + ListpackFormat.elementSize(of: milliseconds)
            + ListpackFormat.elementSize(of: sequence) + valueSize
        let count = Int64(names.count)
        guard names != shared else { return size + ListpackFormat.elementSize(of: count + 3) }
        return size + nameSize + ListpackFormat.elementSize(of: count)
            + ListpackFormat.elementSize(of: 2 * count + 4)
    }
}

extension StreamValue {
    /// Puts the entries that came since the last time into nodes: entries are about to go.
    public mutating func foldNodes() {
        // A node without entries is gone from a server; the one before is filled further then.
        while let last = nodes.all.last {
            let place = entries.position { $0.id < last.firstID }
            if let first = entries.element(at: place), first.id <= last.lastID {
                if nodes.names == nil { nodes.names = EntryShape(first).names }
                break
            }
            nodes.all.removeLast()
            nodes.names = nil
        }
        let folded = nodes.foldedTo
        for entry in entries.from(entries.position { $0.id <= folded }) { nodes.add(entry) }
    }

    /// Takes nodes off the old end as long as `goes` holds for the number of entries before a node,
    /// those in it, and its last id.
    ///
    /// - Returns: how many entries they have, which are still there.
    public mutating func takeNodes(
        while goes: (_ gone: Int, _ count: Int, _ lastID: StreamID) -> Bool
    ) -> Int {
        foldNodes()
        var gone = 0
        var rest = entries.makeIterator()
        var next = rest.next()
        while let node = nodes.all.first {
            var count = 0
            while let entry = next, entry.id <= node.lastID {
                count += 1
                next = rest.next()
            }
            guard count == 0 || goes(gone, count, node.lastID) else { break }
            gone += count
            nodes.all.removeFirst()
        }
        return gone
    }
}
