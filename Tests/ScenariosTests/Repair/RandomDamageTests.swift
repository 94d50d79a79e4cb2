import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Damage of every kind at random places of random logs, some of whose values hold logs themselves.
@Suite("Random damage to a log")
struct RandomDamageTests {
    /// What happens to bytes in place.
    enum Damage: String, CaseIterable {
        case flippedBit
        case zeroes
        case junk
        case missingEnd
        case missingPart
        case insertedPart
    }

    @Test("costs only the commands that it hits", arguments: [Damage.flippedBit, .zeroes, .junk])
    func inPlace(_ damage: Damage) throws {
        let folder = try TemporaryFolder()
        for seed in 0..<250 {
            let log = SampleLog(seed: UInt64(seed), count: 60)
            var generator = SeededGenerator(seed: UInt64(seed) &* 31 &+ 7)
            let (bytes, range) = Self.damaged(log.bytes, damage, &generator)
            let kept = try Self.repaired(bytes, folder)
            Self.expect(log.commands(outside: range), within: kept, "\(damage), seed \(seed)")
        }
    }

    @Test("at its end costs only what it hits")
    func missingEnd() throws {
        let folder = try TemporaryFolder()
        for seed in 0..<120 {
            let log = SampleLog(seed: UInt64(seed), count: 60)
            var generator = SeededGenerator(seed: UInt64(seed) &+ 1000)
            let (bytes, range) = Self.damaged(log.bytes, .missingEnd, &generator)
            #expect(try Self.repaired(bytes, folder) == log.commands(outside: range), "\(seed)")
        }
    }

    // Bytes that move others can make one sound command of two, which nothing tells from any
    // other. Everywhere else no more is lost than is hit.
    @Test("that moves bytes", arguments: [Damage.missingPart, .insertedPart])
    func moving(_ damage: Damage) throws {
        let folder = try TemporaryFolder()
        var wholeCount = 0
        for seed in 0..<100 {
            let log = SampleLog(seed: UInt64(seed), count: 60, holdsLogs: false)
            var generator = SeededGenerator(seed: UInt64(seed) &+ 2000)
            let (bytes, range) = Self.damaged(log.bytes, damage, &generator)
            let kept = try Self.repaired(bytes, folder)
            let missing = Self.missing(of: log.commands(outside: range), in: kept)
            if missing == 0 { wholeCount += 1 }
        }
        #expect(wholeCount >= 97, "\(damage): \(wholeCount) of 100")
    }

    @Test("lets no half of a transaction through")
    func transactions() throws {
        let folder = try TemporaryFolder()
        let kinds: [Damage] = [.zeroes, .insertedPart, .missingEnd]
        for seed in 0..<250 {
            var generator = SeededGenerator(seed: UInt64(seed) &+ 4000)
            var bytes = SampleLog(seed: UInt64(seed), count: 80, holdsLogs: false).bytes
            for _ in 0..<3 {
                guard let damage = kinds.randomElement(using: &generator) else { continue }
                bytes = Self.damaged(bytes, damage, &generator).bytes
            }
            var transaction: [[ByteString]]?
            for command in try Self.repaired(bytes, folder) {
                switch command[0] {
                case "MULTI": transaction = []
                case "EXEC":
                    let held = try #require(transaction, "seed \(seed)")
                    let counts = held.compactMap { Int($0[2].printable) }
                    #expect(counts.allSatisfy { $0 == held.count }, "seed \(seed)")
                    transaction = nil
                case "INCRBY":
                    #expect(transaction != nil, "seed \(seed)")
                    transaction?.append(command)
                default: #expect(transaction == nil, "seed \(seed)")
                }
            }
            #expect(transaction == nil, "seed \(seed)")
        }
    }

    @Test("leaves a log that loads, whatever it was")
    func several() throws {
        let folder = try TemporaryFolder()
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed) &+ 3000)
            var bytes = SampleLog(seed: UInt64(seed), count: 80).bytes
            for _ in 0..<4 {
                guard let damage = Damage.allCases.randomElement(using: &generator) else {
                    continue
                }
                bytes = Self.damaged(bytes, damage, &generator).bytes
            }
            let path = folder.path("out.aof")
            _ = try Self.repaired(bytes, folder)
            let check = try CheckRun(path: path).run()
            #expect(check.damage == nil, "seed \(seed): \(String(describing: check.damage))")
            let again = try RepairRun(RepairRequest(path: path, output: nil)).run()
            #expect(again.isSound, "seed \(seed)")
        }
    }

    @Test("is mended in every small log of a real server, or said to be no matter of a repair")
    func fixtures() throws {
        for fixture in SmallFixture.all where !fixture.isSnapshot {
            let copy = try DamagedCopy(fixture)
            for path in copy.files where !path.hasSuffix(".manifest") {
                let file = try DamagedFile(path)
                for offset in stride(from: 0, to: file.bytes.count, by: 29) {
                    let out = "\(copy.subject).out"
                    let report = try file.changing(offset, to: file.bytes[offset] ^ 0x11) {
                        try? FileManager.default.removeItem(atPath: out)
                        return try RepairRun(RepairRequest(path: copy.subject, output: out)).run()
                    }
                    let check = try CheckRun(path: out).run()
                    #expect(check.damage == nil || report.leavesDamage, "\(path): \(offset)")
                }
            }
        }
    }

    // MARK: Steps

    private static func repaired(
        _ bytes: [UInt8],
        _ folder: TemporaryFolder
    ) throws -> [[ByteString]] {
        let path = try folder.write(bytes, to: "in.aof")
        let output = folder.path("out.aof")
        let request = RepairRequest(path: path, output: output)
        let report = try RepairRun(request).run()
        let repaired = try FileBytes.read(output)
        #expect(report.isSound == (repaired == bytes))
        return try SampleLog.read(repaired)
    }

    private static func damaged(
        _ bytes: [UInt8],
        _ damage: Damage,
        _ generator: inout SeededGenerator
    ) -> (bytes: [UInt8], range: Range<Int>) {
        guard !bytes.isEmpty else { return (bytes, 0..<0) }
        var bytes = bytes
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let size = [1, 5, 64, 300].randomElement(using: &generator) ?? 1
        let range = place..<min(place + size, bytes.count)
        switch damage {
        case .flippedBit:
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            return (bytes, place..<(place + 1))
        case .zeroes:
            for index in range { bytes[index] = 0 }
        case .junk:
            for index in range { bytes[index] = .random(in: 0...255, using: &generator) }
        case .missingEnd:
            return (Array(bytes[..<place]), place..<bytes.count)
        case .missingPart:
            bytes.removeSubrange(range)
        case .insertedPart:
            let junk = range.map { _ in UInt8.random(in: 0...255, using: &generator) }
            bytes.insert(contentsOf: junk, at: place)
            return (bytes, max(place - 1, 0)..<(place + 1))
        }
        return (bytes, range)
    }

    private static func expect(
        _ commands: [[ByteString]],
        within kept: [[ByteString]],
        _ what: String
    ) {
        let missing = missing(of: commands, in: kept)
        #expect(missing == 0, "\(what): \(missing) lost of \(commands.count)")
    }

    /// How many of `commands` do not stand, in their order, in `kept`.
    private static func missing(of commands: [[ByteString]], in kept: [[ByteString]]) -> Int {
        var rest = kept[...]
        var missing = 0
        for command in commands {
            if let place = rest.prefix(8).firstIndex(of: command) {
                rest = rest[(place + 1)...]
            } else {
                missing += 1
            }
        }
        return missing
    }
}
