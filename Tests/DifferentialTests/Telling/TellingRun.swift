import Foundation
import RedoubtBytes
import RedoubtRESP
import RedoubtTestSupport
import RedoubtValues

/// A real server that keeps a log, and a served dataset: both get the same commands, and what each
/// tells of them is compared.
final class TellingRun {
    let server: LiveServer
    let served: ServedRun
    private var logOffset = 0

    init(_ kind: LiveServer.Kind, _ profile: ServerProfile) throws {
        server = try LiveServer(
            kind,
            // What is answered stands in the log.
            config: ["appendonly yes", "appendfsync always"]
        )
        served = ServedRun(profile, seed: 1, nowMs: Self.nowMs)
        _ = try serverTold()
    }

    static var nowMs: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    /// What both answered to a command and told of it.
    struct Step {
        let line: String
        let theirReply: String
        let ourReply: String
        let theirs: [[String]]
        let ours: [[String]]
    }

    /// Sends a command to both.
    func send(_ line: String) throws -> Step {
        let words = ScenarioWords.parse(line)
        let theirReply = try Self.text(server.command(words))
        served.beginTurn(atMs: Self.nowMs)
        let answer = served.answer(words)
        var place = 0
        let ourReply = Self.text(answer, &place)
        return Step(
            line: line,
            theirReply: theirReply,
            ourReply: ourReply,
            theirs: try serverTold(),
            ours: try served.takeTold().map { $0.map(\.printable) }.filter(Self.isData)
        )
    }

    /// What the server appended to its log since the last time.
    func serverTold() throws -> [[String]] {
        let path = server.folder.path("appendonlydir/appendonly.aof.1.incr.aof")
        let all = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let new = Array(all[logOffset...])
        logOffset = all.count
        var told: [[String]] = []
        var reader = RecordReader(ByteWindow(new))
        while try reader.next() != nil {
            told.append(
                (0..<reader.argumentCount).map { ByteString(reader.argument($0)).printable }
            )
        }
        return told.filter(Self.isData)
    }

    private static func isData(_ words: [String]) -> Bool {
        !["SELECT", "MULTI", "EXEC"].contains(words[0].uppercased())
    }

    /// An answer in the older protocol as text.
    private static func text(_ answer: [UInt8], _ place: inout Int) -> String {
        let end = answer[place...].firstIndex(of: 0x0D) ?? answer.count
        let line = ByteString(Array(answer[place..<end])).printable
        place = end + 2
        let number = Int(line.dropFirst()) ?? 0
        switch line.first {
        case "$" where number >= 0:
            defer { place += number + 2 }
            return ByteString(Array(answer[place..<place + number])).printable
        case "*" where number >= 0:
            var parts: [String] = []
            for _ in 0..<number { parts.append(text(answer, &place)) }
            return "[" + parts.joined(separator: " ") + "]"
        case "$", "*": return "nil"
        default: return String(line.dropFirst())
        }
    }

    private static func text(_ reply: RESPValue) -> String {
        switch reply {
        case .simple(let text), .error(let text): text
        case .integer(let number): "\(number)"
        case .bulk(let bytes): bytes.printable
        case .null: "nil"
        case .array(let parts): "[" + parts.map(text).joined(separator: " ") + "]"
        }
    }
}

/// The words of a line; those between double quotes may have spaces.
enum ScenarioWords {
    static func parse(_ line: String) -> [ByteString] {
        var words: [ByteString] = []
        var rest = Substring(line)
        while let first = rest.first {
            if first == " " {
                rest.removeFirst()
            } else if first == "\"" {
                let word = rest.dropFirst().prefix { $0 != "\"" }
                words.append(ByteString(String(word).replacing("\\n", with: "\n")))
                rest = rest.dropFirst(word.count + 2)
            } else {
                let word = rest.prefix { $0 != " " }
                words.append(ByteString(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return words
    }
}
