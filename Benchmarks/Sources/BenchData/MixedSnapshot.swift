import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// A snapshot of mixed keys as Redis 7.0 writes it, one database.
enum MixedSnapshot {
    static func write(_ path: String, keyCount: Int) throws(Fault) {
        var writer = try begin(path)
        try writer.selectDatabase(
            0,
            keyCount: keyCount,
            expiringCount: (0..<keyCount).count { MixedKey($0).expiresAtMs != nil }
        )
        var name = ByteBuilder()
        var value = MixedValue()
        for index in 0..<keyCount {
            let key = MixedKey(index)
            name.removeAll()
            key.appendName(to: &name)
            value.turn(to: key)
            try writer.encodeKey(name.bytes, KeyAttributes(expiresAtMs: key.expiresAtMs)) {
                (encoder) throws(Fault) in
                try value.visit(&encoder)
            }
        }
        try writer.finish().commit()
    }

    /// A snapshot with one string of `byteCount` bytes among a few small ones.
    static func writeGiant(_ path: String, byteCount: Int) throws(Fault) {
        var writer = try begin(path)
        try writer.selectDatabase(0, keyCount: 3, expiringCount: 0)
        var payload = ByteBuilder(capacity: byteCount + 16)
        payload.append(UInt8(0x80))
        payload.appendBigEndian(UInt32(byteCount))
        GiantText.append(byteCount, to: &payload)
        for name in ["before", "giant", "after"] as [ByteString] {
            if name == "giant" {
                try writer.copyKey(name.bytes, KeyAttributes(), .string, payload: payload.bytes)
            } else {
                try writer.encodeKey(name.bytes, KeyAttributes()) { (encoder) throws(Fault) in
                    try encoder.begin(.string, countHint: nil, encoding: .plain)
                    encoder.string(name.bytes)
                    try encoder.end()
                }
            }
        }
        try writer.finish().commit()
    }

    private static func begin(_ path: String) throws(Fault) -> RDBWriter<AtomicFile> {
        var writer = try RDBWriter(AtomicFile(path: path), format: .redis(10))
        try writer.auxiliary("redis-ver", "7.0.15")
        try writer.auxiliary("redis-bits", "64")
        try writer.auxiliary("ctime", "1700000000")
        try writer.auxiliary("used-mem", "1000000")
        return writer
    }
}

/// Letters for a value that is too large to make one by one: a block of a million, over and over,
/// which is beyond the reach of the compression.
enum GiantText {
    static func append(_ count: Int, to output: inout ByteBuilder) {
        var random = SeededRandom(seed: 7)
        var block = ByteBuilder()
        random.appendLetters(1 << 20, to: &block)
        var rest = count
        while rest > 0 {
            let step = min(rest, block.count)
            output.append(block.bytes.extracting(0..<step))
            rest -= step
        }
    }
}
