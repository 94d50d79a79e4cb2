public import RedoubtBytes

/// What a command answers.
///
/// A replay needs only to know whether a command ran; scripts and clients work with the answers.
public enum Reply: Equatable, Sendable {
    case ok
    case status(String)
    case null
    case integer(Int64)
    case double(Double)
    /// A number by its text: a number since RESP3, a bulk string before.
    case number(ByteString)
    case bulk(ByteString)
    case array([Reply])
    /// No list: not the same as an empty one.
    case nullArray
    /// Names and values in turn: a map since RESP3, a list before.
    case map([Reply])
    /// A set since RESP3, a list before.
    case set([Reply])
    /// Members and scores in turn: a list of pairs since RESP3, one list before.
    case pairs([Reply])
    /// Names and values in turn: a map since RESP3, a list of pairs before.
    case table([Reply])
    /// A text for people: verbatim since RESP3, a bulk string before.
    case text(ByteString)
    /// An error as one of many answers: its whole line without the leading minus.
    case failure(String)

    /// The number of something.
    public static func count(_ count: Int) -> Reply {
        .integer(Int64(count))
    }

    /// Whether there is no value, or no list.
    public var isNull: Bool {
        switch self {
        case .null, .nullArray: true
        default: false
        }
    }

    /// 1 for yes, 0 for no.
    public static func flag(_ flag: Bool) -> Reply {
        .integer(flag ? 1 : 0)
    }
}
