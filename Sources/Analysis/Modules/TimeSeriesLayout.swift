import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// Series of RedisTimeSeries: `TSDB-TYPE` up to version 8.
///
/// | Since | Value |
/// |---|---|
/// | 0 | key; retention in ms; size of a chunk (before version 2 in samples of 16 bytes) |
/// | 1 | options; bit 0: chunks are not compressed |
/// | 2 | last time, last value (double), number of samples |
/// | 3 | policy for duplicates; whether there is a source, and its key |
/// | 8 | largest ignored difference of time, and of value (double) |
/// | 0 | number of labels, each a name and a value |
/// | 0 | number of rules |
/// | 0 | before version 2 number of samples, each a time and a value; then number of chunks |
///
/// What follows a number of rules depends on how each aggregates: there the reading ends.
enum TimeSeriesLayout {
    /// A compressed chunk has ten numbers before its bits.
    private static let compressedNumbers = 9

    @Sendable
    static func read(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        let version = description.id.encodingVersion
        guard description.isKnown(upTo: 8) else { return }
        _ = try reader.string()
        description.add("retention", "\(try reader.unsigned()) ms")
        let chunkSize = try reader.unsigned()
        description.add("chunk size", version < 2 ? "\(chunkSize) samples" : "\(chunkSize) bytes")
        let options = version >= 1 ? try reader.unsigned() : 0
        if version >= 2 {
            description.add("last sample", "\(try reader.double(after: reader.unsigned()))")
            description.add("samples", try reader.unsigned())
        }
        if version >= 3 {
            description.add("duplicate policy", try reader.unsigned())
            if try reader.unsigned() > 0 {
                description.add("source", try reader.string().printable)
            }
        }
        if version >= 8 {
            description.add("ignores", "\(try reader.double(after: reader.unsigned()))")
        }
        for _ in 0..<(try reader.count(sizeMin: 4)) {
            let name = try reader.string().printable
            description.add("label \(name)", try reader.string().printable)
        }
        let rules = try reader.unsigned()
        description.add("rules", rules)
        guard rules == 0 else {
            description.undecoded = "what follows the rules depends on how they aggregate"
            return
        }
        if version < 2 {
            try readSamples(&reader, &description)
        } else {
            try readChunks(&reader, isCompressed: options & 1 == 0, &description)
        }
        try reader.end()
    }

    @_lifetime(reader: copy reader)
    private static func readSamples(
        _ reader: inout ModuleReader,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        let count = try reader.count(sizeMin: 4)
        description.add("samples", count)
        var span: (first: UInt64, last: UInt64)?
        for _ in 0..<count {
            let time = try reader.unsigned()
            _ = try reader.double()
            span = (span?.first ?? time, time)
        }
        if let span { description.add("time span", "\(span.first) to \(span.last)") }
    }

    @_lifetime(reader: copy reader)
    private static func readChunks(
        _ reader: inout ModuleReader,
        isCompressed: Bool,
        _ description: inout ModuleDescription
    ) throws(Fault) {
        let count = try reader.count(sizeMin: 8)
        description.add("chunks", "\(count), \(isCompressed ? "compressed" : "not compressed")")
        var byteCount = 0
        for index in 0..<count {
            let start = isCompressed ? try readCompressedStart(&reader) : try reader.unsigned()
            if !isCompressed { for _ in 0..<2 { _ = try reader.unsigned() } }
            byteCount += try reader.stringByteCount()
            if index == 0 { description.add("first time", start) }
        }
        description.add("chunk bytes", byteCount)
    }

    /// Size, count and index stand before the base value and the base time.
    @_lifetime(reader: copy reader)
    private static func readCompressedStart(
        _ reader: inout ModuleReader
    ) throws(Fault) -> UInt64 {
        var numbers: [UInt64] = []
        for _ in 0..<(compressedNumbers + 1) { numbers.append(try reader.unsigned()) }
        return numbers[4]
    }
}

extension ModuleReader {
    /// A number of milliseconds and the double behind it.
    @_lifetime(self: copy self)
    fileprivate mutating func double(after time: UInt64) throws(Fault) -> String {
        "\(time) ms, \(try double())"
    }
}
