import RedoubtBytes
import RedoubtCodecs

/// Compression, and walking the compact form of small values.
enum Codecs {
    static let all = [compression, expansion, listpack]

    private static let compression = InnerLoop("LZF compression of 1 KiB", unitCount: 1) {
        let state = Compressing()
        return { state.run() }
    }

    private static let expansion = InnerLoop("LZF expansion to 1 KiB", unitCount: 1) {
        let state = Compressing()
        _ = state.run()
        return { try state.expand() }
    }

    private static let listpack = InnerLoop("listpack of 100 elements", unitCount: 100) {
        let state = Listpack()
        return { try state.walk() }
    }
}

private final class Compressing {
    private var compressor = LZFCompressor()
    private var compressed = ByteBuilder(capacity: 2048)
    private var expanded = ByteBuilder(capacity: 2048)

    func run() -> Int {
        let text = SampleText.document
        compressed.removeAll()
        _ = compressor.compress(text.bytes, limit: text.count - 4, into: &compressed)
        return compressed.count
    }

    func expand() throws -> Int {
        expanded.removeAll()
        try Self.expand(compressed, into: &expanded)
        return expanded.count
    }

    private static func expand(
        _ input: borrowing ByteBuilder,
        into output: inout ByteBuilder
    ) throws(Fault) {
        let count = SampleText.document.count
        try LZF.decompress(input.bytes, expandedCount: count, into: &output, at: 0)
    }
}

private final class Listpack {
    private let blob: ByteString

    init() {
        var writer = ListpackWriter()
        for number in 0..<50 {
            writer.append(SampleText.letters(12, seed: UInt64(number)).bytes)
            writer.append(integer: Int64(number * number * 31))
        }
        blob = ByteString(writer.finish())
    }

    func walk() throws -> Int {
        let blob = blob
        var reader = try ListpackReader(blob.bytes)
        var sum = 0
        while let element = try reader.next() {
            sum &+= element.isInteger ? Int(element.integer) : element.bytes.byteCount
        }
        return sum
    }
}
