public import RedoubtBytes

/// The deep check of a ziplist: every entry is walked, and nothing is read from it.
public enum ZiplistCheck {
    /// Walks all entries of a blob that stands at `offset`; returns how many there are.
    ///
    /// An empty ziplist passes: whether a value may be empty is for its type to say.
    @discardableResult
    public static func check(_ blob: RawSpan, at offset: Int = 0) throws(Fault) -> Int {
        var reader = try ZiplistReader(blob, at: offset)
        while try reader.skip() {}
        return reader.passedCount
    }
}
