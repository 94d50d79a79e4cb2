import RedoubtAOF
import RedoubtBytes
import RedoubtRESP
import Testing

@Suite("LogReader")
struct LogReaderTests {
    private let place: TemporaryDirectory

    init() throws {
        place = try TemporaryDirectory()
    }

    /// A log whose files have these contents; the first is the base.
    private func layout(_ contents: String...) throws -> LogLayout {
        var manifest = ""
        for (index, content) in contents.enumerated() {
            try place.write("f\(index)", content)
            manifest += "file f\(index) seq \(index + 1) type \(index == 0 ? "b" : "i")\n"
        }
        return try LogLayout.open(path: place.write("a.manifest", manifest))
    }

    /// The commands of a log, `|` between files; preambles of `preambleCount` bytes are skipped.
    private func read(
        _ layout: LogLayout,
        _ policy: TailPolicy = .standard,
        preambleCount: Int = 0
    ) throws -> (commands: String, tail: TailReport?) {
        var log = LogReader(layout, tail: policy)
        var commands = ""
        while try log.openNextFile() != nil {
            if log.fileIndex > 0 { commands += "|" }
            if log.hasPreamble {
                var window = log.takeWindow()
                try window.skip(preambleCount)
                commands += "(snapshot)"
                log.resume(window)
            }
            while let item = try log.next() {
                guard case .record = item else { continue }
                let last = log.argument(log.argumentCount - 1).printable
                commands += log.isInTransaction ? "[\(last)]" : " \(last)"
            }
        }
        return (commands, log.tail)
    }

    @Test("walks the files in order and stops at each end")
    func order() throws {
        let found = try read(layout(log("SET a 1"), "", "#TS:1\r\n" + log("SET b 2", "PING")))
        #expect(found.commands == " 1|| 2 PING")
        #expect(found.tail == nil)
    }

    @Test(
        "hands out the snapshot in front, by its first bytes",
        arguments: ["REDIS0011", "VALKEY080"]
    )
    func preamble(_ magic: String) throws {
        let layout = try layout(magic + log("SET a 1"), magic)
        let found = try read(layout, preambleCount: magic.utf8.count)
        #expect(found.commands == "(snapshot) 1|(snapshot)")
    }

    @Test("a log without files has nothing to read")
    func empty() throws {
        let layout = try LogLayout.open(path: place.write("a.manifest", "#\n"))
        #expect(try read(layout).commands == "")
    }

    @Test("a cut at any byte of the last file drops what servers drop")
    func truncation() throws {
        let whole = Array(
            ("#TS:1\r\n" + log("SET a 1", "multi", "SET b 2", "SET c 3", "Exec", "SET d 4")).utf8
        )
        // Ends of the commands, and which of them stand outside of a transaction.
        var ends: [Int] = []
        var reader = RecordReader(ByteWindow(whole))
        while let item = try reader.next() {
            if case .record(let record) = item { ends.append(record.range.upperBound) }
        }
        let goodEnds = [ends[0], ends[4], ends[5]]
        for count in 0...whole.count {
            let text = String(decoding: whole[..<count], as: UTF8.self)
            let path = try place.write("single.aof", text)
            let tail = try read(.open(path: path)).tail
            let cut = goodEnds.last { $0 <= count } ?? 0
            // What is left of the annotation may stay.
            let isClean = cut == count || (cut == 0 && count <= 7)
            #expect((tail == nil) == isClean, "cut at \(count)")
            guard let tail else { continue }
            let isOpen = count >= ends[1] && count < ends[4]
            #expect(tail.cause == (isOpen ? .openTransaction : .truncatedRecord))
            #expect(tail.cutOffset == cut)
            #expect(tail.droppedCount == count - cut)
            let inside = isOpen ? ends[2...3].count { $0 <= count } : 0
            #expect(tail.transactionCommandCount == inside)
            #expect(throws: Fault.self) { try read(.open(path: path), .strict) }
        }
    }

    @Test("a cut behind a snapshot keeps the snapshot")
    func truncatedBehindPreamble() throws {
        let found = try read(layout("REDIS0009*1\r\n$4\r\nPI"), preambleCount: 9)
        #expect(found.tail?.cutOffset == 9)
        #expect(found.tail?.endOffset == 19)
    }

    @Test("refused ends carry the offset of the command that is not whole")
    func strict() throws {
        let good = log("SET a 1")
        let cut = try layout(good + "*1\r\n$4\r\nPI")
        #expect(throws: Fault(.truncated, at: good.utf8.count)) { try read(cut, .strict) }
        let open = try layout(good + log("MULTI", "SET b 2"))
        #expect(throws: Fault(.openTransaction, at: good.utf8.count)) { try read(open, .strict) }
    }

    @Test("only the last file may end badly")
    func notLast() throws {
        let cut = try layout("*1\r\n$4\r\nPI", log("SET a 1"))
        #expect(throws: Fault(.truncated, at: 0)) { try read(cut) }
        let open = try layout(log("MULTI"), "")
        #expect(throws: Fault(.openTransaction, at: 0)) { try read(open) }
    }

    @Test("bytes that are no records are dropped only where the policy allows it")
    func corruptTail() throws {
        let good = log("SET a 1")
        let layout = try layout(good + "\0\0\0\0")
        let fault = Fault(.badRecord, at: good.utf8.count)
        #expect(throws: fault) { try read(layout) }
        #expect(throws: fault) { try read(layout, TailPolicy(corruptCountMax: 4)) }
        let found = try read(layout, TailPolicy(corruptCountMax: 5))
        #expect(found.commands == " 1")
        #expect(found.tail?.cause == .corrupt(fault))
        #expect(found.tail?.droppedCount == 4)
    }

    @Test("a MULTI within and an EXEC outside of a transaction change nothing")
    func strayTransactions() throws {
        let found = try read(layout(log("EXEC", "MULTI", "MULTI", "SET a 1", "EXEC", "SET b 2")))
        #expect(found.commands == " EXEC[MULTI][MULTI][1] EXEC 2")
        #expect(found.tail == nil)
    }
}
