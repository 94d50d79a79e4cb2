import Foundation
import RedoubtBytes
import RedoubtCommands
import RedoubtRESP
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A replay key by key, on any number of cores, against one in the order of the log.
@Suite("A replay key by key")
struct KeyedReplayTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Random commands of every family but those that are replayed in order.
    private struct RandomLog: ~Copyable {
        var generator: CommandGenerator
        private var number = SeededGenerator(seed: 0)
        /// Whether databases get other content; then no command names one by its number.
        var exchangesNumbers: Bool
        /// How many commands of keys come for each that is followed in order.
        private let stretch: Int
        private static let names = Set(CommandTable.standard.commands.map(\.name))
        var bytes = ByteBuilder(capacity: 1 << 16)
        private var secondsPassed: Int64 = 1_700_000_000

        init(_ settings: RunSettings) {
            generator = CommandGenerator(settings, known: Self.names)
            number = SeededGenerator(seed: settings.seed)
            exchangesNumbers = settings.seed % 3 == 0
            stretch = settings.seed % 4 < 2 ? 60 : 1200
        }

        mutating func append(_ count: Int) {
            for _ in 0..<count {
                switch Int.random(in: 0..<stretch, using: &number) {
                case 0: write(["SELECT", ByteString("\(Int.random(in: 0..<4, using: &number))")])
                case 1: writeTransaction()
                case 2:
                    secondsPassed += 1
                    RESPWriter.timestamp(seconds: secondsPassed, into: &bytes)
                case 3 where exchangesNumbers: write(["FLUSHDB"])
                case 4 where Int.random(in: 0..<8, using: &number) == 0: write(["FLUSHALL"])
                default: writeNext()
                }
            }
        }

        /// Keys for several pieces, in several stretches.
        mutating func appendMany() {
            for index in 0..<30_000 {
                if index % 1000 == 500 { append(1) }
                if index % 9000 == 100 { writeTransaction() }
                if index % 7000 == 0 { write(["SELECT", ByteString("\(index / 7000 % 2)")]) }
                write(["SET", ByteString("many:\(index % 20_000)"), ByteString("v\(index)")])
            }
        }

        private mutating func writeTransaction() {
            write(["MULTI"])
            for _ in 0..<Int.random(in: 0..<5, using: &number) { writeNext() }
            write([Int.random(in: 0..<4, using: &number) == 0 ? "DISCARD" : "EXEC"])
        }

        private mutating func writeNext() {
            while true {
                let command = generator.next()
                if isKeyed(command) { return write(command) }
            }
        }

        private func isKeyed(_ command: [ByteString]) -> Bool {
            let words = command.map { $0.printable.uppercased() }
            return switch words[0] {
            case "EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO", "SCRIPT": false
            case "SORT": !words.contains { $0.contains("*") }
            case "SWAPDB", "FLUSHDB": exchangesNumbers
            case "MOVE": !exchangesNumbers
            case "COPY": !exchangesNumbers || !words.contains("DB")
            default: Self.names.contains(words[0])
            }
        }

        private mutating func write(_ command: [ByteString]) {
            RESPWriter.command(command, into: &bytes)
        }
    }

    private struct Rebuilt {
        let result: RebuildResult
        let digest: String
        let bytes: [UInt8]
    }

    private func rebuild(
        snapshot: String?,
        log: String,
        inOrder: Bool = false,
        jobs: Int? = nil,
        memoryMax: Int? = nil
    ) throws -> Rebuilt {
        let output = folder.path("out.rdb")
        var request = RebuildRequest(snapshot: snapshot, log: log, output: output)
        if snapshot != nil { request.alignment = .assumed }
        request.options.server = ServerProfile(.redis, 7, 4)
        request.options.jobs = jobs
        request.options.memoryMax = memoryMax
        request.splices = !inOrder
        let result = try RebuildRun(request).run()
        #expect(try CheckRun(path: output, depth: .values).run().damage == nil)
        return Rebuilt(
            result: result,
            digest: try DigestRun(path: output).run().hex,
            bytes: Array(try Data(contentsOf: URL(filePath: output)))
        )
    }

    @Test("is the replay in order, with and without a snapshot", arguments: 1...48)
    func same(seed: UInt64) throws {
        var settings = RunSettings(kind: .redis70, seed: seed)
        settings.isClientForm = true
        var log = RandomLog(settings)
        log.append(seed % 2 == 0 ? 200 : 2000)
        log.exchangesNumbers = true
        log.append(seed % 2 == 0 ? 200 : 1000)
        let first = try folder.write(log.bytes.array, to: "first.aof")
        let ordered = try rebuild(snapshot: nil, log: first, inOrder: true)
        let keyed = try rebuild(snapshot: nil, log: first)
        try compare(keyed, ordered)
        // So little that everything goes through the scratch file.
        try compare(rebuild(snapshot: nil, log: first, memoryMax: 1 << 16), ordered)

        let base = try folder.write(ordered.bytes, to: "base.rdb")
        var tail = RandomLog(settings)
        tail.append(Int(seed % 5) * 100)
        let second = try folder.write(tail.bytes.array, to: "second.aof")
        let loaded = try rebuild(snapshot: base, log: second, inOrder: true)
        try compare(rebuild(snapshot: base, log: second), loaded)
        let spooled = try rebuild(snapshot: base, log: second, memoryMax: 1 << 16)
        try compare(spooled, loaded)
    }

    private func compare(_ keyed: Rebuilt, _ ordered: Rebuilt) throws {
        let (report, other) = (keyed.result.replay, ordered.result.replay)
        #expect(report != nil && report?.inOrderReason == nil, "\(report?.inOrderReason ?? "none")")
        #expect(keyed.digest == ordered.digest)
        #expect(keyed.result.keyCount == ordered.result.keyCount)
        #expect(keyed.result.databaseCount == ordered.result.databaseCount)
        #expect(report?.commands.mapValues(\.count) == other?.commands.mapValues(\.count))
        #expect(report?.byteCount == other?.byteCount)
        #expect(report?.transactions == other?.transactions)
        #expect(report?.lastTimestamp == other?.lastTimestamp)
        for (name, outcome) in report?.commands ?? [:] {
            let all = other?.commands[name] ?? outcome
            #expect(outcome.failed <= all.failed && outcome.applied <= all.applied, "\(name)")
        }
        // What is passed over is not known to fail; every failure that is told of is one.
        if report?.supersededCount == 0 { #expect(report?.failures == other?.failures) }
    }

    @Test("gives the same bytes on any number of cores", arguments: 1...6)
    func cores(seed: UInt64) throws {
        var settings = RunSettings(kind: .redis70, seed: seed)
        settings.isClientForm = true
        var log = RandomLog(settings)
        log.append(4000)
        log.appendMany()
        let path = try folder.write(log.bytes.array, to: "log.aof")
        let one = try rebuild(snapshot: nil, log: path, jobs: 1)
        #expect(one.result.keyCount >= 20_000)
        let ordered = try rebuild(snapshot: nil, log: path, inOrder: true)
        try compare(one, ordered)
        for jobs in [2, 3, 8] {
            #expect(try rebuild(snapshot: nil, log: path, jobs: jobs).bytes == one.bytes)
        }
    }
}
