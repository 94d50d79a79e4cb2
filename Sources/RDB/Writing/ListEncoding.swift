import RedoubtBytes
import RedoubtCodecs

/// Lists: element by element or a ziplist up to version 6, ziplist nodes up to 9, then listpack
/// nodes with large elements in nodes of their own.
extension ValueEncoder {
    private static let plainNode = 1
    private static let packedNode = 2
    /// The most that an element takes in a node besides its bytes.
    private static let elementOverhead = 11

    mutating func encodeList() throws(Fault) {
        if format.number >= 7 {
            try encodeQuicklist()
        } else if format.writes(.listZiplist),
            fits(count: elements.count, max: EncodingLimits.listCount)
        {
            type = .listZiplist
            for index in 0..<elements.count { pack(elementAt: index) }
            appendPacked()
        } else {
            type = .list
            payload.appendLength(elements.count)
            appendElements(0..<elements.count)
        }
    }

    /// Node by node; the number of nodes stands in front, so the nodes are cut first.
    private mutating func encodeQuicklist() throws(Fault) {
        type = format.number >= 10 ? .listQuicklist2 : .listQuicklist
        // Listpack nodes leave large elements out.
        guard type == .listQuicklist2 || ziplist.hasRoom(for: elements.sizeMax) else {
            throw Fault(.tooLarge, detail: elements.sizeMax)
        }
        let nodes = cutNodes()
        payload.appendLength(nodes.count)
        for node in nodes {
            let isPlain =
                type == .listQuicklist2 && node.count == 1
                && elements[node.lowerBound].byteCount > EncodingLimits.listNodeSize
            if isPlain {
                payload.appendLength(Self.plainNode)
                elements.write(node.lowerBound, with: &strings, to: &payload)
            } else {
                if type == .listQuicklist2 { payload.appendLength(Self.packedNode) }
                for index in node { pack(elementAt: index) }
                appendPacked()
            }
        }
    }

    private func cutNodes() -> [Range<Int>] {
        var nodes: [Range<Int>] = []
        var start = 0
        var size = 0
        for index in 0..<elements.count {
            let next = elements[index].byteCount + Self.elementOverhead
            if index > start, size + next > EncodingLimits.listNodeSize {
                nodes.append(start..<index)
                start = index
                size = 0
            }
            size += next
        }
        if start < elements.count { nodes.append(start..<elements.count) }
        return nodes
    }
}
