import Foundation
import RedoubtTestSupport
import RedoubtValues
import Testing

/// What is told of one command after the other, beside the log of Redis 7.0.
@Suite("What logs are told of each command")
struct ToldFormTests {
    @Test("is what Redis appends to its log, nothing of what changed nothing")
    func compare() throws {
        let run = try TellingRun(.redis70, ServerProfile(.redis, 7, 0))
        defer { run.server.stop() }
        try run.server.expect("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        for entry in try ToldTable().entries {
            switch entry {
            case .setup(let lines):
                for line in ["FLUSHALL", "FUNCTION FLUSH"] + lines { _ = try run.send(line) }
            case .pause(let milliseconds): usleep(UInt32(milliseconds) * 1000)
            case .command(let line, let exception):
                let step = try run.send(line)
                let theirs = ToldForm.normal(step.theirs)
                let ours = ToldForm.normal(step.ours)
                #expect(ours == exception ?? theirs, "\(line) → \(step.ourReply)")
                #expect(exception == nil || exception != theirs, "\(line): no exception")
            }
        }
    }
}

/// The lines of `told.txt`.
struct ToldTable {
    enum Entry {
        case setup([String])
        case pause(Int)
        /// A line, and what is told instead of what Redis tells.
        case command(String, [String]?)
    }

    private(set) var entries: [Entry] = []

    init() throws {
        let file = ProjectFolder.url("Tests/DifferentialTests/Telling/told.txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch line.first {
            case "#": continue
            case "!": entries.append(.setup(Self.parts(line.dropFirst())))
            case "=":
                guard case .command(let former, nil) = entries.popLast() else {
                    throw TestFailure("nothing stands in front of \(line)")
                }
                entries.append(.command(former, Self.parts(line.dropFirst())))
            default:
                if words[0] == "SLEEP", let milliseconds = Int(words[1]) {
                    entries.append(.pause(milliseconds))
                } else {
                    entries.append(.command(String(line), nil))
                }
            }
        }
    }

    private static func parts(_ line: Substring) -> [String] {
        line.split(separator: ";").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
            .map(String.init)
    }
}

/// Told commands without what differs between two servers at two times.
enum ToldForm {
    static func normal(_ commands: [[String]]) -> [String] {
        var lines: [String] = []
        var removed: (key: String, count: Int)?
        func endRemoval() {
            if let removed { lines.append("SREM \(removed.key) #\(removed.count)") }
            removed = nil
        }
        for command in commands {
            let name = command[0].uppercased()
            // Which members went is left to chance, and they may go one by one.
            if name == "SREM" {
                if removed?.key != command[1] { endRemoval() }
                removed = (command[1], (removed?.count ?? 0) + command.count - 2)
                continue
            }
            endRemoval()
            lines.append(([name] + command.dropFirst().map(time)).joined(separator: " "))
        }
        endRemoval()
        return lines.map { $0.replacing(/\ LIMIT \d+/, with: "") }
    }

    /// Times of now, alone and in ids.
    private static func time(_ word: String) -> String {
        word.wholeMatch(of: /\d{13}(-\d+)?/).map { $0.1 == nil ? "<ms>" : "<id>" } ?? word
    }
}
