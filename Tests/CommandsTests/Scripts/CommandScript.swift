import RedoubtBytes
import RedoubtCommands
import RedoubtKeyspace
import RedoubtValues
import Testing

/// Runs the lines of a script on an empty dataset and compares what comes of each.
///
/// A line is a command and its reply, `LPUSH l a -> 1`, or a key and its value, `= l -> list a`.
/// Words stand between spaces; `\xHH` is a byte, quotes hold spaces or nothing. An expiry within a
/// day of the clock is shown as its distance.
func check(
    _ script: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let data = Replayed()
    for line in script.split(separator: "\n") {
        let parts = line.split(separator: " -> ", maxSplits: 1)
        let words = CommandScript.words(parts[0])
        let shown = words[0] == "=" ? data.shown(words[1]) : data.reply(to: words)
        let expected = parts.count > 1 ? String(parts[1]) : ""
        #expect(shown == expected, "\(line)", sourceLocation: sourceLocation)
    }
}

enum CommandScript {
    /// The words of a line.
    static func words(_ line: Substring) -> [ByteString] {
        var words: [ByteString] = []
        var word: [UInt8]?
        var isQuoted = false
        var rest = Array(line.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                word = word ?? []
            case UInt8(ascii: " ") where !isQuoted:
                if let done = word { words.append(ByteString(done)) }
                word = nil
            case UInt8(ascii: "\\"):
                let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
                rest = rest.dropFirst(3)
                word = (word ?? []) + [UInt8(digits, radix: 16) ?? 0]
            default:
                word = (word ?? []) + [byte]
            }
        }
        if let word { words.append(ByteString(word)) }
        return words
    }

    static func text(_ reply: Reply) -> String {
        switch reply {
        case .ok: "OK"
        case .status(let text): text
        case .null: "nil"
        case .integer(let number): "\(number)"
        case .double(let value): "\"\(number(value))\""
        case .bulk(let bytes): "\"\(bytes.printable)\""
        case .text(let bytes), .number(let bytes): "\"\(bytes.printable)\""
        case .failure(let line): "-\(line)"
        case .nullArray: "nil"
        case .table(let replies):
            "[\(pairs(replies).map(text).joined(separator: " "))]"
        case .array(let replies), .map(let replies), .set(let replies), .pairs(let replies):
            "[\(replies.map(text).joined(separator: " "))]"
        }
    }

    private static func pairs(_ replies: [Reply]) -> [Reply] {
        stride(from: 0, to: replies.count, by: 2).map { .array([replies[$0], replies[$0 + 1]]) }
    }

    /// A number as servers since 7.2 reply with it, for the numbers of the scripts.
    private static func number(_ number: Double) -> String {
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        return Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

extension Replayed {
    /// The reply in words, or the first word of the error.
    fileprivate func reply(to words: [ByteString]) -> String {
        do {
            return CommandScript.text(try run(words))
        } catch let error as CommandError {
            return error.code.rawValue
        } catch {
            return "\(error)"
        }
    }

    /// The value of a key with its expiry.
    fileprivate func shown(_ key: ByteString) -> String {
        guard let kind = context.kind(of: key.bytes) else { return "none" }
        let value = (try? content(key, kind)) ?? "damaged"
        return value + (expiry(key).map { " @\(shown(time: $0))" } ?? "")
    }

    private func shown(time: Int64) -> String {
        let distance = time - context.clock.nowMs
        return (0...86_400_000).contains(distance) ? "+\(distance)" : "\(time)"
    }

    private func listElements(_ key: ByteString) throws -> [ByteString] {
        Array(try context.value(ListValue.self, at: key.bytes)?.elements ?? ElementChunks())
    }

    private func content(_ key: ByteString, _ kind: ValueKind) throws -> String {
        switch kind {
        case .string: "string \"\(try string(key)?.printable ?? "")\""
        case .list: "list \(Self.words(try listElements(key)))"
        case .set:
            "set \(Self.words((try setMembers(key)).sorted { $0.printable < $1.printable }))"
        case .sortedSet: "zset \(try sortedSet(key) ?? "")"
        case .hash: "hash \(try fields(key))"
        case .stream: "stream \(try stream(key))"
        default: "other"
        }
    }

    private static func words(_ words: some Sequence<ByteString>) -> String {
        words.map { $0.isEmpty ? "\"\"" : $0.printable }.joined(separator: " ")
    }

    private func setMembers(_ key: ByteString) throws -> [ByteString] {
        try context.value(SetValue.self, at: key.bytes)?.members.map(\.key) ?? []
    }

    private func fields(_ key: ByteString) throws -> String {
        let hash = try context.value(HashValue.self, at: key.bytes)
        return
            (hash?.fields.map { entry in
                let expiry = entry.value.expiresAtMs.map { "@\(shown(time: $0))" } ?? ""
                return "\(entry.key)=\(entry.value.value)\(expiry)"
            } ?? []).sorted().joined(separator: " ")
    }

    private func stream(_ key: ByteString) throws -> String {
        guard let stream = try context.value(StreamValue.self, at: key.bytes) else { return "" }
        var parts = stream.entries.map { entry in
            var words: [String] = []
            entry.forEachField { words += [$0.printable, $1.printable] }
            return "\(entry.id)[\(words.joined(separator: " "))]"
        }
        let state = stream.state
        parts.append("last=\(state.lastID) added=\(state.entriesAdded)")
        parts.append("deleted=\(state.maxDeletedID)")
        for group in stream.groups {
            let read = group.value.entriesRead.map { "\($0)" } ?? "?"
            let owners = Dictionary(
                uniqueKeysWithValues: group.value.consumers.map { ($0.value.number, $0.key) }
            )
            var pending = group.value.pending.map { entry in
                "\(entry.id)>\(entry.consumer.flatMap { owners[$0]?.printable } ?? "-")"
            }
            let idle = group.value.consumers.filter { $0.value.pending.isEmpty }
            pending += idle.map { $0.key.printable }.sorted()
            let list = pending.joined(separator: " ")
            parts.append("\(group.key)(\(group.value.lastID),\(read):\(list))")
        }
        return parts.joined(separator: " ")
    }
}
