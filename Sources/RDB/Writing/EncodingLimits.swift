/// Up to where servers keep a value in its compact form, by their default settings.
///
/// Servers convert by their own settings when they load; the choice never changes the data.
enum EncodingLimits {
    static let intsetCount = 512
    static let setCount = 128
    static let sortedSetCount = 128
    static let hashCount = 512
    static let listCount = 512
    /// The largest element of a compact set, sorted set, hash or (before 3.2) list.
    static let elementSize = 64
    /// Bytes of one list node; a larger element stands alone.
    static let listNodeSize = 8192
    static let streamNodeCount = 100
    static let streamNodeSize = 4096
}
