import RedoubtBytes

/// An answer as it came over the wire, in either protocol: with its mark, so that a set is no list.
indirect enum WireReply: Hashable {
    /// A status, an error, a number, a double, a boolean, or nothing.
    case line(mark: UInt8, [UInt8])
    /// Bytes behind their length.
    case bulk(mark: UInt8, [UInt8])
    /// Answers behind their number; names and values of a map in turn.
    case list(mark: UInt8, [WireReply])

    var isError: Bool {
        if case .line(UInt8(ascii: "-"), _) = self { true } else { false }
    }

    var isQueued: Bool { self == .line(mark: UInt8(ascii: "+"), Array("QUEUED".utf8)) }

    /// The answers in it; none if it has none.
    var elements: [WireReply] {
        if case .list(_, let elements) = self { elements } else { [] }
    }

    /// The bytes of a text or of the line.
    var bytes: [UInt8] {
        switch self {
        case .line(_, let bytes), .bulk(_, let bytes): bytes
        case .list: []
        }
    }

    /// The texts in it, at any depth.
    var texts: [[UInt8]] {
        switch self {
        case .list(_, let elements): elements.flatMap(\.texts)
        default: [bytes]
        }
    }

    /// The integer that it is.
    var integer: Int64? {
        guard case .line(UInt8(ascii: ":"), let digits) = self else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    /// The kinds of everything in it, without what they say.
    var shape: String {
        switch self {
        // The nulls of the older protocol are alike.
        case .line(UInt8(ascii: "$"), _), .line(UInt8(ascii: "*"), _): "null"
        case .line(let mark, _): Self.text(mark)
        case .bulk(let mark, _): Self.text(mark)
        case .list(let mark, let elements):
            "\(Self.text(mark))(\(elements.map(\.shape).joined(separator: " ")))"
        }
    }

    private static func text(_ mark: UInt8) -> String { String(Unicode.Scalar(mark)) }
}

extension WireReply: CustomStringConvertible {
    var description: String {
        switch self {
        case .line(let mark, let bytes): Self.text(mark) + ByteString(bytes).printable
        case .bulk(let mark, let bytes):
            (mark == UInt8(ascii: "$") ? "" : Self.text(mark))
                + "\"\(ByteString(bytes).printable.short)\""
        case .list(let mark, let elements):
            Self.text(mark) + "[" + elements.map(\.description).joined(separator: ", ") + "]"
        }
    }
}
