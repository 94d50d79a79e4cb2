public import RedoubtBytes

/// The deep check of a listpack: every element is walked, and nothing is read from it.
public enum ListpackCheck {
    /// Walks all elements of a blob that stands at `offset`; returns how many there are.
    ///
    /// An empty listpack passes: whether a value may be empty is for its type to say.
    @discardableResult
    public static func check(_ blob: RawSpan, at offset: Int = 0) throws(Fault) -> Int {
        var reader = try ListpackReader(blob, at: offset)
        while try reader.skip() {}
        return reader.passedCount
    }
}
