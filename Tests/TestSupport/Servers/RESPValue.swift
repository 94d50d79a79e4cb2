public import RedoubtBytes

/// A reply of a server.
public enum RESPValue: Sendable, Equatable {
    /// A status such as `OK`.
    case simple(String)
    /// An error with its code.
    case error(String)
    /// An integer.
    case integer(Int64)
    /// A byte string.
    case bulk(ByteString)
    /// Several replies.
    case array([RESPValue])
    /// Nothing.
    case null

    /// The text of a status or of a byte string.
    public var text: String? {
        switch self {
        case .simple(let text): text
        case .bulk(let bytes): String(decoding: bytes.array, as: UTF8.self)
        default: nil
        }
    }

    /// The bytes of a byte string.
    public var bytes: ByteString? {
        if case .bulk(let bytes) = self { bytes } else { nil }
    }

    /// The integer.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The replies of an array.
    public var elements: [RESPValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }
}
