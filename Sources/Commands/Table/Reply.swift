public import RedoubtBytes

/// What a command answers.
///
/// A replay needs only to know whether a command ran; scripts work with the answers.
public enum Reply: Equatable, Sendable {
    case ok
    case status(String)
    case null
    case integer(Int64)
    case double(Double)
    case bulk(ByteString)
    indirect case array([Reply])

    /// The number of something.
    public static func count(_ count: Int) -> Reply {
        .integer(Int64(count))
    }

    /// 1 for yes, 0 for no.
    public static func flag(_ flag: Bool) -> Reply {
        .integer(flag ? 1 : 0)
    }
}
