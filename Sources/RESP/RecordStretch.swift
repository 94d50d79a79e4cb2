import RedoubtBytes

/// Cuts a log in memory into stretches that can be read apart from each other.
///
/// A stretch holds plain records (``PlainRecords``), annotations and whole transactions.
public enum RecordStretch {
    /// The most bytes that are looked through for the end of a transaction.
    private static let transactionMax = 1 << 22

    /// Where the stretch ends that begins at `start`, outside of any transaction.
    ///
    /// - Parameter sizeMin: the bytes that it has at least, unless something comes first that no
    ///   stretch holds.
    /// - Returns: `start` if that comes at once, or the bytes end.
    public static func end(in bytes: RawSpan, from start: Int, sizeMin: Int) -> Int {
        var at = start
        while at < bytes.byteCount, at &- start < sizeMin {
            if let end = PlainRecords.end(of: at, in: bytes) {
                at = end
            } else if let end = annotationEnd(in: bytes, from: at)
                ?? transactionEnd(in: bytes, from: at)
            {
                at = end
            } else {
                break
            }
        }
        return at
    }

    /// Where the annotation ends that begins at `start`; nil for anything else.
    public static func annotationEnd(in bytes: RawSpan, from start: Int) -> Int? {
        guard start < bytes.byteCount, bytes[byte: start] == UInt8(ascii: "#") else { return nil }
        let last = start &+ min(RecordReader.lineCountMax, bytes.byteCount &- start)
        for at in start..<last where bytes[byte: at] == UInt8(ascii: "\n") { return at &+ 1 }
        return nil
    }

    private static func transactionEnd(in bytes: RawSpan, from start: Int) -> Int? {
        var ranges: ContiguousArray<Range<Int>> = []
        guard var at = PlainRecords.read(bytes, at: start, into: &ranges),
            bytes.extracting(ranges[0]).equalsWord("MULTI")
        else { return nil }
        while at &- start < transactionMax {
            if let end = PlainRecords.end(of: at, in: bytes) ?? annotationEnd(in: bytes, from: at) {
                at = end
                continue
            }
            guard let end = PlainRecords.read(bytes, at: at, into: &ranges) else { return nil }
            if bytes.extracting(ranges[0]).equalsWord("EXEC") { return end }
            at = end
        }
        return nil
    }
}
