import RedoubtBytes
import RedoubtRDB
import RedoubtRESP
import RedoubtValues

/// The records of a snapshot and of a log.
enum Readers {
    static let all = [frames, records]

    private static let frames = InnerLoop("snapshot of 1000 records", unitCount: 1000) {
        let snapshot = try Samples.snapshot(keyCount: 1000)
        return {
            var reader = try FrameReader(ByteWindow(snapshot))
            var sum = 0
            while let frame = try reader.next() {
                if case .key(let key) = frame { sum &+= key.payloadRange.count }
            }
            return sum
        }
    }

    private static let records = InnerLoop("log of 1000 records", unitCount: 1000) {
        var log = ByteBuilder()
        for command in Samples.sets(count: 1000) { RESPWriter.command(command, into: &log) }
        let bytes = log.array
        return {
            var reader = RecordReader(ByteWindow(bytes))
            var sum = 0
            while try reader.next() != nil { sum &+= reader.argument(1).byteCount }
            return sum
        }
    }
}

/// Data for more than one loop.
enum Samples {
    /// Strings of 100 bytes and hashes of five fields, in turn.
    static func snapshot(keyCount: Int, onlyHashes: Bool = false) throws -> [UInt8] {
        var writer = try RDBWriter(ByteBuilder(), format: .redis(10))
        try writer.selectDatabase(0, keyCount: keyCount, expiringCount: 0)
        for number in 0..<keyCount {
            let key = ByteString("key:\(number)")
            let isHash = onlyHashes || number % 2 == 1
            try writer.encodeKey(key.bytes, KeyAttributes()) { (encoder) throws(Fault) in
                if isHash { return try hash(number, &encoder) }
                try encoder.begin(.string, countHint: nil, encoding: .plain)
                encoder.string(SampleText.letters(100, seed: UInt64(number)).bytes)
                try encoder.end()
            }
        }
        let finished = try writer.finish()
        return finished.array
    }

    private static func hash(_ number: Int, _ encoder: inout ValueEncoder) throws(Fault) {
        try encoder.begin(.hash, countHint: 5, encoding: .plain)
        for index in 0..<5 {
            let field = ByteString("field:\(index)")
            let value = SampleText.letters(12, seed: UInt64(number * 5 + index))
            try encoder.hashField(field.bytes, value: value.bytes, expiresAtMs: nil)
        }
        try encoder.end()
    }

    /// SETs of `count` keys with values of 80 bytes.
    static func sets(count: Int) -> [[ByteString]] {
        (0..<count).map { number in
            ["SET", ByteString("key:\(number)"), SampleText.letters(80, seed: UInt64(number))]
        }
    }
}
