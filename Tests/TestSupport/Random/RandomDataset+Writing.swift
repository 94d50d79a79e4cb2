import RedoubtBytes
public import RedoubtRDB
import RedoubtValues

extension RandomDataset {
    /// What a version of the format can hold.
    public static func features(of format: FormatVersion) -> Features {
        var features: Features = []
        if format.hasMillisecondExpiry { features.insert(.millisecondExpiries) }
        if format.number >= 9 { features.formUnion([.streams, .evictionHints]) }
        if format.number >= 12 { features.insert(.fieldExpiries) }
        return features
    }

    /// The dataset as a snapshot.
    public func written(_ format: FormatVersion, _ options: RDBWriterOptions) throws -> [UInt8] {
        var writer = try RDBWriter(
            ByteBuilder(capacity: 1 << 16),
            format: format,
            options: options
        )
        for (number, keys) in Dictionary(grouping: keys, by: \.database).sorted(by: {
            $0.key < $1.key
        }) {
            try writer.selectDatabase(
                number,
                keyCount: keys.count,
                expiringCount: keys.count { $0.attributes.expiresAtMs != nil }
            )
            for key in keys {
                try writer.encodeKey(key.name.bytes, key.attributes) { (value) throws(Fault) in
                    try key.value.visit(&value)
                }
            }
        }
        let written = try writer.finish()
        return written.bytes.array
    }
}
