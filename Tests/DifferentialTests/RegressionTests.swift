import Foundation
import RedoubtBytes
import RedoubtTestSupport
import Testing

/// Commands that once were replayed otherwise than a server ran them: one file for each fault.
///
/// A line is a command; words stand between spaces, quotes hold spaces or nothing, `\xHH` is a
/// byte. A line that begins with `#` says what the fault was; one with `:` is a line of the
/// server's configuration, or `: log` if only the log can tell what the commands did.
@Suite("Commands that once were replayed otherwise")
struct RegressionTests {
    private static let folder = ProjectFolder.url("Tests/DifferentialTests/Regressions")
    private static let names =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

    @Test("there are some")
    func present() {
        #expect(Self.names.count > 10)
    }

    @Test("are replayed as every server runs them", arguments: names)
    func replayed(name: String) throws {
        let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let settings = lines.filter { $0.hasPrefix(":") }.map { String($0.dropFirst(2)) }
        let commands = lines.filter { !$0.hasPrefix(":") }.map(Self.words)
        var ran = 0
        for kind in LiveServer.Kind.allCases {
            let lines = ["appendonly yes"] + settings.filter { $0 != "log" }
            let server = try LiveServer(kind, config: lines)
            defer { server.stop() }
            let names = Set(commands.map { $0[0].printable.uppercased() })
            guard try server.commandNames().isSuperset(of: names) else { continue }
            try server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
            let run = RunSettings(kind: kind, seed: 0, isClientForm: !settings.contains("log"))
            var journal = CommandJournal()
            try journal.send(commands, to: server)
            let difference = try Comparison(server, run).difference(after: journal)
            if let difference { Issue.record("\(name): \(difference)") }
            ran += 1
        }
        #expect(ran > 0, "no server knows the commands of \(name)")
    }

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
}
