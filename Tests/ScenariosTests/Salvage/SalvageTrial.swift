import RedoubtRecovery
import RedoubtTestSupport

/// What became of the keys of damaged files.
struct SalvageScore {
    /// Number of files.
    var places = 0
    /// Keys outside of the damage, and how many of them were saved as they were.
    var outside = 0
    var saved = 0
    /// Keys in the output by what the report says of them.
    var sound = 0
    var unverified = 0
    var suspect = 0
    /// Keys in the output that the sound file does not have so.
    var wrongSound = 0
    var wrongUnverified = 0
    var wrongSuspect = 0
    /// Files of which nothing could be saved, though there was something.
    var refused = 0
    /// Files in which the changed byte was found and put right.
    var repaired = 0

    static func += (left: inout SalvageScore, right: SalvageScore) {
        let fields: [WritableKeyPath<SalvageScore, Int>] = [
            \.places, \.outside, \.saved, \.sound, \.unverified, \.suspect, \.wrongSound,
            \.wrongUnverified, \.wrongSuspect, \.refused, \.repaired,
        ]
        for path in fields { left[keyPath: path] += right[keyPath: path] }
    }

    /// How many of a thousand keys outside of the damage were saved, in text.
    var savedShare: String {
        guard outside > 0 else { return "–" }
        let share = saved * 100_000 / outside
        let rest = String(share % 1000)
        return "\(share / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) %"
    }

    var savedEnough: Bool { saved * 1000 >= outside * 995 }
}

/// One snapshot that is damaged again and again.
struct SalvageTrial {
    let sound: [UInt8]
    private let keys: KeyTable
    private let folder: TemporaryFolder
    private let path: String
    private let output: String

    init(_ sound: [UInt8]) throws {
        self.sound = sound
        keys = try KeyTable(sound)
        folder = try TemporaryFolder()
        path = folder.path("damaged.rdb")
        output = folder.path("saved.rdb")
    }

    /// Salvages one damaged file, and compares what comes out with the sound one.
    func run(_ damaged: DamagedBytes) throws -> SalvageScore {
        var score = SalvageScore()
        score.places = 1
        let outside = keys.names(outside: damaged.range)
        score.outside = outside.count
        try folder.write(damaged.bytes, to: "damaged.rdb")
        guard let report = try salvage() else {
            score.refused = 1
            return score
        }
        score.repaired = report.isRepaired ? 1 : 0
        let saved = try KeyTable(FileBytes.read(output))
        guard saved.records.count == report.keyCount else {
            throw TestFailure("\(report.keyCount) keys counted, \(saved.records.count) written")
        }
        let suspects = Set(
            report.suspects.map { KeyTable.Name(database: $0.key.database, key: $0.key.key) }
        )
        score.saved = outside.count { keys.records[$0]?.bytes == saved.records[$0]?.bytes }
        for (name, record) in saved.records {
            let isWrong = keys.records[name]?.bytes != record.bytes
            if suspects.contains(name) {
                score.suspect += 1
                score.wrongSuspect += isWrong ? 1 : 0
            } else if report.counts.unverified > 0 {
                score.unverified += 1
                score.wrongUnverified += isWrong ? 1 : 0
            } else {
                score.sound += 1
                score.wrongSound += isWrong ? 1 : 0
            }
        }
        return score
    }

    /// The report; nil where no key could be read.
    private func salvage() throws -> SalvageReport? {
        do {
            return try SalvageRun(SalvageRequest(path: path, output: output)).run()
        } catch {
            guard error.kind == .damage else { throw error }
            return nil
        }
    }
}
