import Foundation
import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// What `check --deep` passes, real servers load although they check everything.
///
/// `REDOUBT_SANITIZE_SECONDS` lets it run with new seeds for as long.
@Suite("What a deep check passes")
struct SanitizingTests {
    private static let settings = ["sanitize-dump-payload yes", "databases 20000"]
    private static let seconds = ProcessInfo.processInfo.environment["REDOUBT_SANITIZE_SECONDS"]
        .flatMap(Double.init)

    /// Calls `body` with fixed seeds, or with new ones until the time is over.
    private static func forEachSeed(_ count: Int, _ body: (UInt64) throws -> Void) throws {
        guard let seconds else {
            for seed in 0..<UInt64(count) { try body(seed) }
            return
        }
        let end = Date(timeIntervalSinceNow: seconds / 2)
        var seed = UInt64(Date().timeIntervalSince1970) << 16
        while Date() < end {
            try body(seed)
            seed += 1
        }
    }

    @Test("is taken by RESTORE, value by value", arguments: ServerTarget.allCases)
    func restores(_ target: ServerTarget) throws {
        let server = try LiveServer(target.kind, config: Self.settings)
        defer { server.stop() }
        let values = try MutatedValues(of: .target(target.profile))
        var count = (all: 0, passed: 0, refused: 0)
        try Self.forEachSeed(40) { seed in
            var random = SeededGenerator(seed: seed)
            let batch = values.batch(100, &random)
            let passed = try values.passed(batch)
            let commands = try passed.enumerated().map { number, value in
                [
                    ByteString("RESTORE"), ByteString("\(number)"), ByteString("0"),
                    try values.dump(of: value),
                ]
            }
            for (value, reply) in zip(passed, try server.commands(commands)) {
                guard case .error(let message) = reply else { continue }
                count.refused += 1
                let bytes = ByteString(value.payload).printable
                Issue.record("seed \(seed): \(target) refuses \(value.type) \(bytes): \(message)")
            }
            try server.expect("FLUSHALL")
            count.all += batch.count
            count.passed += passed.count
        }
        #expect(count.passed > count.all / 20)
        print(
            "\(target): \(count.all) damaged values, \(count.passed) passed, "
                + "\(count.refused) of them refused by the server"
        )
    }

    @Test("is loaded, file by file", arguments: ServerTarget.allCases)
    func loads(_ target: ServerTarget) throws {
        let files = try SmallFixture.all.filter { fixture in
            guard fixture.isSnapshot, fixture.name.hasPrefix("\(target.profile)") else {
                return false
            }
            // Nobody but a server can tell whether the source of a function library runs.
            return !fixture.name.contains("-types") && !fixture.name.contains("-plain")
        }.map { try $0.bytes() }
        var count = (all: 0, passed: 0)
        try Self.forEachSeed(150) { seed in
            var random = SeededGenerator(seed: seed)
            guard let sound = files.randomElement(using: &random) else { return }
            let bytes = Self.damaged(sound, &random)
            count.all += 1
            let folder = try TemporaryFolder()
            let path = try folder.write(bytes, to: "dump.rdb")
            guard try Self.passes(path) else { return }
            count.passed += 1
            do {
                try LiveServer(target.kind, config: Self.settings, snapshot: path).stop()
            } catch {
                Issue.record("seed \(seed): \(target): \(error): \(ByteString(bytes).printable)")
            }
        }
        #expect(count.passed > 0)
        print("\(target): \(count.all) damaged files, \(count.passed) passed")
    }

    /// A snapshot with damage behind its magic, and with a checksum that fits.
    private static func damaged(_ sound: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        let content = Mutation.apply(to: Array(sound[9..<(sound.count - 9)]), &random)
        let bytes = Array(sound[..<9]) + content + [0xFF]
        var crc = CRC64()
        crc.update(bytes.rawSpan)
        return bytes + withUnsafeBytes(of: crc.value.littleEndian) { Array($0) }
    }

    private static func passes(_ path: String) throws -> Bool {
        let result = try CheckRun(path: path, depth: .values).run()
        let counts = result.findings.counts
        guard result.damage == nil, counts[.streamState] == nil, counts[.foreignOpcode] == nil
        else { return false }
        var frames = try FrameReader(ByteWindow(Unpack.bytes(of: path)))
        while let frame = try frames.next() {
            switch frame {
            // What a server takes here is a matter of its configuration, and of its modules.
            case .selectDatabase(let number) where number >= 20_000: return false
            case .function, .functionPreGA, .moduleAuxiliary: return false
            case .key(let key) where key.type == .module: return false
            default: continue
            }
        }
        return true
    }
}
