import RedoubtBytes
import RedoubtTestSupport
import RedoubtValues
import Testing

/// Streams with approximate limits, served and in Redis at the same time.
@Suite("Approximate limits of streams, beside Redis")
struct StreamTrimmingTests {
    @Test("leave the same entries and are told as the same exact limits", arguments: 1...6)
    func compare(seed: UInt64) throws {
        let run = try TellingRun(.redis70, ServerProfile(.redis, 7, 0))
        defer { run.server.stop() }
        var generator = SeededGenerator(seed: seed)
        var id = 0
        for step in 0..<1500 {
            let line = Self.line(&id, &generator)
            let done = try run.send(line)
            #expect(done.ourReply == done.theirReply, "seed \(seed), step \(step): \(line)")
            let (ours, theirs) = (Self.normal(done.ours), Self.normal(done.theirs))
            #expect(ours == theirs, "seed \(seed), step \(step): \(line)")
            guard ours == theirs else { return }
            if step % 400 == 399 { try reload(run) }
        }
        for key in ["x", "y"] {
            let range = try run.send("XRANGE \(key) - +")
            #expect(range.ourReply == range.theirReply)
        }
    }

    /// Redis tells the id of its first entry, and we that of the first which is not deleted.
    private static func normal(_ told: [[String]]) -> [String] {
        ToldForm.normal(told).map { $0.replacing(/MINID = \S+/, with: "MINID = <first>") }
    }

    /// Takes the streams over as the server has divided them.
    private func reload(_ run: TellingRun) throws {
        for key in ["x", "y"] {
            guard let payload = try run.server.command("DUMP", key).bytes else { continue }
            _ = run.served.answer(["RESTORE", ByteString(key), "0", payload, "REPLACE"])
        }
        _ = try run.served.takeTold()
    }

    private static func line(_ id: inout Int, _ generator: inout SeededGenerator) -> String {
        let key = Bool.random(using: &generator) ? "x" : "y"
        let old = Int.random(in: max(id - 400, 1)...(id + 1), using: &generator)
        let most = Int.random(in: 0..<500, using: &generator)
        let bound = Int.random(in: 0..<300, using: &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0: return "XTRIM \(key) MAXLEN ~ \(most)"
        case 1: return "XTRIM \(key) MINID ~ \(old)"
        case 2: return "XTRIM \(key) MAXLEN ~ \(most) LIMIT \(bound)"
        case 3: return "XTRIM \(key) MINID ~ \(old) LIMIT \(bound)"
        case 4: return "XTRIM \(key) MAXLEN \(most)"
        case 5: return "XTRIM \(key) MAXLEN \(most) LIMIT 5"
        case 6: return "XLEN \(key)"
        case 7..<30: return "XDEL \(key) \(old) \(old + 2) \(old + 4)"
        case 30: return "XTRIM \(key) MINID \(max(old - 300, 0))"
        case 31...33:
            id += 1
            return "XADD \(key) MAXLEN ~ \(most) \(id)-0 \(fields(&generator))"
        case 34, 35:
            id += 1
            return "XADD \(key) NOMKSTREAM MINID ~ \(old) LIMIT \(bound) \(id)-0 "
                + fields(&generator)
        case 36:
            id += 1
            return "XADD \(key) MINID \(old) \(id)-5 \(fields(&generator))"
        default:
            id += Int.random(in: 1..<4, using: &generator)
            return "XADD \(key) \(id)-\(Int.random(in: 0..<300, using: &generator)) "
                + fields(&generator)
        }
    }

    /// Mostly the same names, and values of all sizes that a node tells apart.
    private static func fields(_ generator: inout SeededGenerator) -> String {
        let names = Int.random(in: 0..<6, using: &generator) == 0 ? ["a"] : ["a", "name"]
        return names.map { name in
            switch Int.random(in: 0..<40, using: &generator) {
            case 0: "\(name) \(String(repeating: "v", count: 200))"
            case 1: "\(name) \(String(repeating: "w", count: 3000))"
            case 2: "\(name) \(String(repeating: "z", count: 70))"
            case 3..<20: "\(name) \(Int.random(in: -70000..<70000, using: &generator))"
            default: "\(name) text\(Int.random(in: 0..<1000, using: &generator))"
            }
        }.joined(separator: " ")
    }
}
