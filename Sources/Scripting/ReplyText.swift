import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands
import RedoubtValues

/// Answers in the protocol of the servers (RESP2), in which scripts see them.
enum ReplyText {
    /// The text of an answer.
    static func encode(_ reply: Reply, for profile: ServerProfile) -> [UInt8] {
        var text = ByteBuilder()
        reply.write(in: ReplyForm(version: 2, profile: profile), to: &text)
        return text.array
    }

    /// The text of an error.
    static func error(_ message: String) -> [UInt8] {
        Array("-\(message)\r\n".utf8)
    }

    /// The text of an error that a command met.
    static func error(_ error: CommandError) -> [UInt8] {
        self.error(error.line)
    }
}

// MARK: What a script answers

extension ReplyText {
    /// The answer of a script; an error among its values is a text like any other.
    static func parse(_ answer: ByteString, isServing: Bool) throws(CommandError) -> Reply {
        guard answer.array.first != UInt8(ascii: "-") else {
            let error = error(answer)
            guard isServing, let words = error.subject else { throw error }
            throw CommandError(.script, "the script failed", subject: words)
        }
        var place = 0
        return reply(answer.array, &place)
    }

    /// The error that a script ended with.
    static func error(_ answer: ByteString) -> CommandError {
        let said = answer.array.dropFirst().prefix { $0 != UInt8(ascii: "\r") }
        return CommandError(
            .error,
            "the script failed",
            subject: String(decoding: said, as: UTF8.self)
        )
    }

    /// The error that a script ended with, with where it came from, as servers tell it.
    static func raised(_ answer: ByteString, by name: ByteString, isFunction: Bool) -> CommandError
    {
        let words = error(answer).subject ?? ""
        if isFunction, words == "Function not found" {
            return CommandError(.script, "the script failed", subject: "ERR \(words)")
        }
        let source = isFunction ? "user_function" : "user_script"
        let place = words.firstRange(of: source + ":").map { words[$0.upperBound...] } ?? "1"
        // The machine tells the line of a command that failed; Lua says it in the words.
        let told = String(decoding: answer.array.drop { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let line = told.count > 1 ? told.dropFirst() : place.prefix { $0.isNumber }
        let first = words.prefix { $0 != " " }
        let hasCode = !first.isEmpty && first.allSatisfy { $0.isUppercase }
        let script = String(decoding: name.array, as: UTF8.self)
        return CommandError(
            .script,
            "the script failed",
            subject: "\(hasCode ? "" : "ERR ")\(words) script: \(script), on @\(source):"
                + "\(line.isEmpty ? "1" : line)."
        )
    }

    /// Depth and lengths are those that our own machine wrote.
    private static func reply(_ text: [UInt8], _ place: inout Int) -> Reply {
        guard place < text.count else { return .null }
        let kind = text[place]
        let line = text[(place + 1)...].prefix { $0 != UInt8(ascii: "\r") }
        place = min(line.endIndex + 2, text.count)
        let words = ByteString(Array(line))
        let number = Int64(canonicalDecimal: words.bytes) ?? 0
        switch kind {
        case UInt8(ascii: "+"): return .status(String(decoding: line, as: UTF8.self))
        case UInt8(ascii: "-"): return .failure(String(decoding: line, as: UTF8.self))
        case UInt8(ascii: ":"): return .integer(number)
        case UInt8(ascii: "$"):
            guard number >= 0, number <= Int64(text.count - place) else { return .null }
            let end = place + Int(number)
            defer { place = min(end + 2, text.count) }
            return .bulk(ByteString(Array(text[place..<end])))
        default:
            var replies: [Reply] = []
            while Int64(replies.count) < number, place < text.count {
                replies.append(reply(text, &place))
            }
            return .array(replies)
        }
    }
}
