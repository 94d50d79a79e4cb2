import Foundation
import RedoubtRecovery
import RedoubtTestSupport
import Synchronization
import Testing

/// Every snapshot of the fixtures, damaged in every way at random places.
///
/// `make salvage-table` does so at 200 places each and prints what `docs/salvage.md` shows.
@Suite("What is saved of damaged snapshots")
struct SalvageMatrixTests {
    private static let places =
        ProcessInfo.processInfo.environment["REDOUBT_SALVAGE_PLACES"].flatMap(Int.init) ?? 2

    @Test("nothing wrong as sound, and nearly all keys outside of the damage")
    func matrix() throws {
        let fixtures = Fixture.snapshots
        #expect(fixtures.count >= 13)
        let contents = try fixtures.map { try FileBytes.read($0.files().subject) }
        let results = Mutex<[Int: Result<[SalvageScore], any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: fixtures.count) { index in
            let other = contents[(index + 1) % contents.count]
            let scores = Result { try Self.scores(of: contents[index], other, seed: index) }
            results.withLock { $0[index] = scores }
        }
        var table = SalvageTable()
        for (index, fixture) in fixtures.enumerated() {
            let scores = try #require(results.withLock { $0[index] }).get()
            for (kind, score) in zip(DamageKind.allCases, scores) {
                table.add(score, kind, fixture)
                #expect(score.wrongSound == 0, "\(fixture), \(kind)")
            }
        }
        for (kind, score) in table.totals {
            #expect(score.savedEnough, "\(kind): \(score.savedShare)")
        }
        if Self.places >= 200 { print(table.text) }
    }

    /// What is saved of one file, by kind of damage.
    private static func scores(
        of sound: [UInt8],
        _ other: [UInt8],
        seed: Int
    ) throws -> [SalvageScore] {
        let trial = try SalvageTrial(sound)
        return try DamageKind.allCases.enumerated().map { number, kind in
            var random = SeededGenerator(seed: UInt64(1000 * seed + number))
            var score = SalvageScore()
            for _ in 0..<places {
                let damaged = DamagedBytes(sound, kind, other: other, &random)
                score += try trial.run(damaged)
            }
            return score
        }
    }
}

/// The scores by kind of damage and fixture.
private struct SalvageTable {
    private var rows: [(kind: DamageKind, fixture: String, score: SalvageScore)] = []

    mutating func add(_ score: SalvageScore, _ kind: DamageKind, _ fixture: Fixture) {
        rows.append((kind, fixture.description, score))
    }

    /// By kind, over all fixtures.
    var totals: [(DamageKind, SalvageScore)] {
        DamageKind.allCases.map { kind in
            (kind, rows.filter { $0.kind == kind }.reduce(into: SalvageScore()) { $0 += $1.score })
        }
    }

    /// Two tables in Markdown.
    var text: String {
        let head =
            "files | keys outside | saved | sound | of them wrong | unverified | of them wrong | "
            + "suspect | of them wrong | put right | nothing saved |\n"
        let lines = totals.map { "| \($0.0) | \(cells($0.1)) |" }
        let all = rows.map { "| \($0.fixture) | \($0.kind) | \(cells($0.score)) |" }
        return "| Damage | " + head + "|---|" + String(repeating: "---|", count: 11) + "\n"
            + lines.joined(separator: "\n") + "\n\n| Fixture | Damage | " + head + "|---|---|"
            + String(repeating: "---|", count: 11) + "\n" + all.joined(separator: "\n")
    }

    private func cells(_ score: SalvageScore) -> String {
        [
            "\(score.places)", "\(score.outside)", score.savedShare, "\(score.sound)",
            "\(score.wrongSound)", "\(score.unverified)", "\(score.wrongUnverified)",
            "\(score.suspect)", "\(score.wrongSuspect)", "\(score.repaired)", "\(score.refused)",
        ].joined(separator: " | ")
    }
}
