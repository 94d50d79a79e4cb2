import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Sketches of RedisBloom, each in version 0.
enum SketchLayouts {
    /// `CMSk-TYPE`: width, depth, counter, and the counts as one string.
    @Sendable
    static func countMin(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        guard description.isKnown(upTo: 0) else { return }
        for name in ["width", "depth", "count"] { description.add(name, try reader.unsigned()) }
        description.add("sketch bytes", try reader.stringByteCount())
        try reader.end()
    }

    /// `TopK-TYPE`: k, width, depth, decay, buckets, heap, and k items that end in a zero byte.
    @Sendable
    static func topK(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        guard description.isKnown(upTo: 0) else { return }
        let count = try reader.count()
        description.add("k", count)
        for name in ["width", "depth"] { description.add(name, try reader.unsigned()) }
        description.add("decay", try reader.double())
        for _ in 0..<2 { _ = try reader.stringByteCount() }
        for _ in 0..<count {
            let item = try reader.string().array.dropLast()
            if !item.isEmpty { description.add("item", ByteString(Array(item)).printable) }
        }
        try reader.end()
    }

    /// `TDIS-TYPE`: compression, least and greatest value; capacity, merged, unmerged and
    /// compressed centroids; their weights; then a mean and a weight for each merged one.
    @Sendable
    static func digest(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        guard description.isKnown(upTo: 0) else { return }
        for name in ["compression", "minimum", "maximum"] {
            description.add(name, try reader.double())
        }
        _ = try reader.signed()
        let merged = try reader.count(sizeMin: 9)
        description.add("merged centroids", merged)
        description.add("unmerged centroids", try reader.signed())
        description.add("compressions", try reader.signed())
        for name in ["merged weight", "unmerged weight"] {
            description.add(name, try reader.double())
        }
        for _ in 0..<(2 * merged) { _ = try reader.double() }
        try reader.end()
    }
}
