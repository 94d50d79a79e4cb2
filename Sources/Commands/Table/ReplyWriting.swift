public import RedoubtBytes
import RedoubtCodecs
public import RedoubtValues

/// Which of the two protocols a client speaks, and whose numbers it expects.
public struct ReplyForm: Sendable, Hashable {
    /// The version of the protocol: 2 or 3.
    public var version: Int
    /// Scores as their shortest text, since 7.2; with 17 digits before.
    public var printsShortScores: Bool

    /// Describes a form.
    public init(version: Int, profile: ServerProfile) {
        self.version = version
        printsShortScores = profile.digestsScoresShort
    }
}

extension Reply {
    /// Appends the answer in the protocol of the servers.
    ///
    /// Source: the RESP3 specification; what servers do for clients of the older protocol.
    public func write(in form: ReplyForm, to text: inout ByteBuilder) {
        switch self {
        case .ok: text.append("+OK\r\n")
        case .status(let words):
            text.append("+")
            text.append(utf8: words)
            text.append("\r\n")
        case .failure(let line):
            text.append("-")
            text.append(utf8: line)
            text.append("\r\n")
        case .null: text.append(form.version == 3 ? "_\r\n" : "$-1\r\n")
        case .nullArray: text.append(form.version == 3 ? "_\r\n" : "*-1\r\n")
        case .integer(let number):
            text.append(UInt8(ascii: ":"))
            text.appendDecimal(number)
            text.append("\r\n")
        case .double(let number): Self.write(number, in: form, to: &text)
        case .number(let digits):
            guard form.version == 3 else { return Self.writeBulk(digits.bytes, to: &text) }
            text.append(",")
            text.append(digits.bytes)
            text.append("\r\n")
        case .bulk(let bytes): Self.writeBulk(bytes.bytes, to: &text)
        case .text(let bytes):
            guard form.version == 3 else { return Self.writeBulk(bytes.bytes, to: &text) }
            Self.writeHead(UInt8(ascii: "="), bytes.count + 4, to: &text)
            text.append("txt:")
            text.append(bytes.bytes)
            text.append("\r\n")
        case .array(let replies): Self.write(replies, as: UInt8(ascii: "*"), in: form, to: &text)
        case .set(let replies):
            let mark = form.version == 3 ? UInt8(ascii: "~") : UInt8(ascii: "*")
            Self.write(replies, as: mark, in: form, to: &text)
        case .map(let replies):
            guard form.version == 3 else {
                return Self.write(replies, as: UInt8(ascii: "*"), in: form, to: &text)
            }
            Self.writeHead(UInt8(ascii: "%"), replies.count / 2, to: &text)
            for reply in replies { reply.write(in: form, to: &text) }
        case .pairs(let replies):
            guard form.version == 3 else {
                return Self.write(replies, as: UInt8(ascii: "*"), in: form, to: &text)
            }
            Self.writePairs(replies, in: form, to: &text)
        case .table(let replies):
            guard form.version == 3 else { return Self.writePairs(replies, in: form, to: &text) }
            Reply.map(replies).write(in: form, to: &text)
        }
    }

    /// Appends a bulk string.
    public static func writeBulk(_ bytes: RawSpan, to text: inout ByteBuilder) {
        writeHead(UInt8(ascii: "$"), bytes.byteCount, to: &text)
        text.append(bytes)
        text.append("\r\n")
    }

    /// Appends the mark of a kind of answer and how much follows.
    public static func writeHead(_ mark: UInt8, _ count: Int, to text: inout ByteBuilder) {
        text.append(mark)
        text.appendDecimal(Int64(count))
        text.append("\r\n")
    }

    private static func writePairs(
        _ replies: [Reply],
        in form: ReplyForm,
        to text: inout ByteBuilder
    ) {
        writeHead(UInt8(ascii: "*"), replies.count / 2, to: &text)
        for (index, reply) in replies.enumerated() {
            if index % 2 == 0 { text.append("*2\r\n") }
            reply.write(in: form, to: &text)
        }
    }

    private static func write(
        _ replies: [Reply],
        as mark: UInt8,
        in form: ReplyForm,
        to text: inout ByteBuilder
    ) {
        writeHead(mark, replies.count, to: &text)
        for reply in replies { reply.write(in: form, to: &text) }
    }

    private static func write(
        _ number: Double,
        in form: ReplyForm,
        to text: inout ByteBuilder
    ) {
        var digits = ByteBuilder(capacity: 32)
        if form.printsShortScores {
            ScoreText.appendElement(number, dropsNegativeZero: false, to: &digits)
        } else {
            ScoreText.appendLong(number, to: &digits)
        }
        guard form.version == 3 else { return writeBulk(digits.bytes, to: &text) }
        text.append(",")
        text.append(digits.bytes)
        text.append("\r\n")
    }
}

extension CommandError {
    /// The line with which a server answers, without the leading minus.
    public var line: String {
        switch code {
        case .script: subject ?? description
        default: description
        }
    }
}
