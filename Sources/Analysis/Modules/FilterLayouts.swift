import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Filters of RedisBloom and valkey-bloom.
enum FilterLayouts {
    /// `MBbloom--` up to version 4: size, number of filters, [2] options, [4] growth; per filter
    /// entries, error, hashes, bits an entry, [1] bits, exponent of the size, the bits, size.
    @Sendable
    static func bloom(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        let version = description.id.encodingVersion
        guard description.isKnown(upTo: 4) else { return }
        description.add("items", try reader.unsigned())
        let count = try reader.count(sizeMin: 10)
        description.add("filters", count)
        if version >= 2 { description.add("options", try reader.unsigned()) }
        description.add("expansion", version >= 4 ? try reader.unsigned() : 2)
        var capacity: UInt64 = 0
        var byteCount = 0
        for index in 0..<count {
            capacity = capacity.addingSaturating(try reader.unsigned())
            let error = try reader.double()
            if index == 0 { description.add("error rate", error) }
            _ = try reader.unsigned()
            _ = try reader.double()
            if version >= 1 { _ = try reader.unsigned() }
            _ = try reader.unsigned()
            byteCount += try reader.stringByteCount()
            _ = try reader.unsigned()
        }
        description.add("capacity", capacity)
        description.add("filter bytes", byteCount)
        try reader.end()
    }

    /// `MBbloomCF` up to version 4: filters, buckets, items, [4] deletions, bucket size, most
    /// iterations, expansion; per filter [4] buckets, and its data.
    @Sendable
    static func cuckoo(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        guard description.isKnown(upTo: 4) else { return }
        let isNewest = description.id.encodingVersion >= 4
        let count = try reader.count(sizeMin: 2)
        description.add("filters", count)
        description.add("buckets", try reader.unsigned())
        description.add("items", try reader.unsigned())
        if isNewest {
            for name in ["deleted items", "bucket size", "iterations", "expansion"] {
                description.add(name, try reader.unsigned())
            }
        }
        var byteCount = 0
        for _ in 0..<count {
            if isNewest { _ = try reader.unsigned() }
            byteCount += try reader.stringByteCount()
        }
        description.add("filter bytes", byteCount)
        try reader.end()
    }

    /// `bloomfltr` version 1: filters, expansion, error rate, tightening, whether the seed is
    /// random; the layout of the filters themselves is not documented.
    @Sendable
    static func valkeyBloom(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        guard description.isKnown(upTo: 1) else { return }
        description.add("filters", try reader.unsigned())
        description.add("expansion", try reader.unsigned())
        description.add("error rate", try reader.double())
        description.add("tightening", try reader.double())
        description.undecoded = "the layout of its filters is not documented"
    }
}

extension UInt64 {
    fileprivate func addingSaturating(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
