import RedoubtBytes
import RedoubtRDB

/// Goes over the keys for which no checksum vouches: which are suspect, which names stand twice,
/// and which values no server would load.
struct KeyReview {
    /// The most doubts about names that are settled by a second look.
    private static let candidatesMax = 1 << 20

    let file: MappedFile
    let survey: SurveyResult
    let rule: SuspectRule
    let dropsSuspects: Bool
    var report: SalvageReport
    /// What is left out, as far as it was read: ascending.
    private(set) var dropped: [Range<Int>] = []
    /// Databases and names of partial values, which give way to whole ones.
    private var known: [Int: ByteTable<Place>] = [:]
    private var candidates: Set<UInt64> = []
    private var unloadable: Set<Int> = []
    private var elements = DistinctElements()

    /// A key that may stand twice.
    struct Place {
        let range: Range<Int>
        let isSuspect: Bool
    }

    init(
        _ file: MappedFile,
        _ survey: SurveyResult,
        _ rule: SuspectRule,
        dropsSuspects: Bool,
        _ report: SalvageReport
    ) {
        self.file = file
        self.survey = survey
        self.rule = rule
        self.dropsSuspects = dropsSuspects
        self.report = report
    }

    /// Reviews every key.
    mutating func run() {
        var filter = KeyFilter(keyCount: survey.keyCount)
        for gap in survey.gaps {
            guard let heading = gap.heading else { continue }
            let hash = Self.hash(heading.name.bytes, gap.database)
            filter.insert(hash)
            candidates.insert(hash)
        }
        forEachKey { (review, key, section) in review.look(at: key, in: section, &filter) }
        if !candidates.isEmpty {
            forEachKey { (review, key, section) in review.settle(key, in: section) }
        }
        dropped.sort { $0.lowerBound < $1.lowerBound }
        if candidates.count >= Self.candidatesMax {
            report.warnings.append(
                Warning("\(report.path): it has too many keys to tell whether one stands twice")
            )
        }
    }

    /// Whether a whole key of that name is in the output.
    func hasKey(_ name: ByteString, in database: Int) -> Bool {
        known[database]?.contains(name.bytes) ?? false
    }

    // MARK: One key

    /// A key in the file.
    private struct Key {
        let item: SnapshotItem
        let key: SnapshotItem.Key
        let name: ByteString
    }

    private mutating func look(
        at key: Key,
        in section: SurveyResult.Section,
        _ filter: inout KeyFilter
    ) {
        let hash = Self.hash(key.name.bytes, section.database)
        if filter.insert(hash), candidates.count < Self.candidatesMax { candidates.insert(hash) }
        let file = file
        let payload = file.bytes.extracting(key.key.payloadRange)
        let isUnloadable =
            !survey.format.loads(key.key.type) || !survey.format.loads(key.key.attributes)
            || elements.hasRepeated(
                key.key.type,
                payload,
                at: key.key.payloadRange.lowerBound,
                in: survey.context
            )
        let standing = rule.standing(ofKey: key.item.range, in: section)
        if isUnloadable {
            report.unloadableCount += 1
            let doubt = doubtful(key, section, standing)
            if report.unloadable.count < SalvageReport.listMax { report.unloadable.append(doubt) }
            drop(key.item.range)
            unloadable.insert(key.item.range.lowerBound)
            return
        }
        switch standing {
        case .proven: report.counts.proven += 1
        case .intact: report.counts.intact += 1
        case .unverified: report.counts.unverified += 1
        case .suspect:
            report.counts.suspect += 1
            if report.suspects.count < SalvageReport.listMax {
                report.suspects.append(doubtful(key, section, standing))
            }
            if dropsSuspects { drop(key.item.range) }
        }
    }

    /// Of keys of one name only one is kept.
    private mutating func settle(_ key: Key, in section: SurveyResult.Section) {
        guard candidates.contains(Self.hash(key.name.bytes, section.database)),
            !unloadable.contains(key.item.range.lowerBound)
        else { return }
        let isSuspect = rule.standing(ofKey: key.item.range, in: section).isSuspect
        if isSuspect, dropsSuspects { return }
        let place = Place(range: key.item.range, isSuspect: isSuspect)
        guard let other = known[section.database]?[key.name.bytes] else {
            known[section.database, default: ByteTable()].set(key.name.bytes, to: place)
            return
        }
        let loser = isBetter(place, than: other) ? other : place
        if loser.range == other.range {
            known[section.database, default: ByteTable()].set(key.name.bytes, to: place)
        }
        drop(loser.range)
        report.duplicateCount += 1
        take(back: rule.standing(ofKey: loser.range, in: section))
        if report.duplicates.count < SalvageReport.listMax {
            report.duplicates.append(
                SalvageReport.DoubtfulKey(
                    key: RecoveryError.KeyName(database: section.database, key: key.name),
                    offset: loser.range.lowerBound,
                    doubt: .nearDamage
                )
            )
        }
    }

    private mutating func drop(_ range: Range<Int>) {
        if let last = dropped.last, last.upperBound == range.lowerBound {
            dropped[dropped.count - 1] = last.lowerBound..<range.upperBound
        } else {
            dropped.append(range)
        }
    }

    /// Of keys of one name that counts which is not suspect, or else is farther from damage.
    private func isBetter(_ place: Place, than other: Place) -> Bool {
        guard place.isSuspect == other.isSuspect else { return other.isSuspect }
        return place.isSuspect
            && rule.distance(of: place.range) > rule.distance(of: other.range)
    }

    private mutating func take(back standing: SuspectRule.Standing) {
        switch standing {
        case .proven: report.counts.proven -= 1
        case .intact: report.counts.intact -= 1
        case .unverified: report.counts.unverified -= 1
        case .suspect: report.counts.suspect -= 1
        }
    }

    private func doubtful(
        _ key: Key,
        _ section: SurveyResult.Section,
        _ standing: SuspectRule.Standing
    ) -> SalvageReport.DoubtfulKey {
        var doubt = SalvageReport.Doubt.nearDamage
        if case .suspect(let reason) = standing { doubt = reason }
        return SalvageReport.DoubtfulKey(
            key: RecoveryError.KeyName(database: section.database, key: key.name),
            offset: key.item.range.lowerBound,
            doubt: doubt
        )
    }

    private static func hash(_ name: RawSpan, _ database: Int) -> UInt64 {
        ByteHash.hash(name) &+ UInt64(truncatingIfNeeded: database) &* 0x9E37_79B9_7F4A_7C15
    }

    // MARK: All keys

    private mutating func forEachKey(
        _ body: (inout KeyReview, Key, SurveyResult.Section) -> Void
    ) {
        let file = file
        let context = survey.context
        let ahead = ReadAhead(file)
        defer { ahead.stop() }
        var reported = 0
        for section in survey.sections {
            for run in section.runs {
                var offset = run.range.lowerBound
                while offset < run.range.upperBound {
                    let rest = file.bytes.extracting(offset..<run.range.upperBound)
                    guard let item = try? SnapshotItem(rest, at: offset, in: context),
                        case .key(let key) = item.kind
                    else { break }
                    let name = key.name(in: rest, at: offset, context)
                    body(&self, Key(item: item, key: key, name: name), section)
                    offset = item.range.upperBound
                    if offset - reported > 1 << 20 {
                        reported = offset
                        ahead.advance(to: offset)
                    }
                }
            }
        }
    }
}
