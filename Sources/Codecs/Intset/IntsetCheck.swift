public import RedoubtBytes

/// The deep check of an intset: its members are strictly ascending.
public enum IntsetCheck {
    /// Walks all members of a blob that stands at `offset`; returns how many there are.
    @discardableResult
    public static func check(_ blob: RawSpan, at offset: Int = 0) throws(Fault) -> Int {
        var reader = try IntsetReader(blob, at: offset)
        var last: Int64?
        var position = reader.offset
        while let member = try reader.next() {
            if let last, last >= member { throw Fault(.badIntset, at: position) }
            last = member
            position = reader.offset
        }
        return reader.count
    }
}
