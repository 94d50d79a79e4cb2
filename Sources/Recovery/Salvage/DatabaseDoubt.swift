import RedoubtRDB

/// Whether the number of a database may have been lost in a gap, so that the keys behind it belong
/// to another one.
///
/// Servers write databases in ascending order, and in front of each how many keys it has. Between
/// two neighbours no number can be missing; counts tell of the rest.
enum DatabaseDoubt {
    /// Splits sections at gaps behind which the database is not certain.
    static func settle(_ survey: inout SurveyResult) {
        var settled: [SurveyResult.Section] = []
        for (index, section) in survey.sections.enumerated() {
            let next = survey.sections[(index + 1)...].first { $0.isStated }
            settled += parts(of: section, before: next, survey.gaps)
        }
        survey.sections = settled
    }

    private static func parts(
        of section: SurveyResult.Section,
        before next: SurveyResult.Section?,
        _ gaps: [SurveyResult.Gap]
    ) -> [SurveyResult.Section] {
        guard let first = section.gaps.first else {
            var whole = section
            let isComplete =
                section.announced.map { $0.keys == UInt64(section.keyCount) } ?? true
            if !isComplete { whole.doubt = whole.doubt ?? .count }
            return [whole]
        }
        guard isUncertain(section, before: next, gaps) else { return [section] }
        let boundary = gaps[first].range.lowerBound
        var front = section
        var behind = section
        front.runs = section.runs.filter { $0.range.lowerBound < boundary }
        front.gaps = [first]
        behind.runs = section.runs.filter { $0.range.lowerBound >= boundary }
        behind.gaps = Array(section.gaps.dropFirst())
        behind.doubt = .database
        behind.isStated = false
        behind.announced = nil
        // Only one number lies between the two that are known.
        if let announced = section.announced, announced.keys < UInt64(section.keyCount),
            section.gaps.count == 1, let next, next.database == section.database + 2
        {
            behind.database = section.database + 1
        }
        return [front, behind]
    }

    private static func isUncertain(
        _ section: SurveyResult.Section,
        before next: SurveyResult.Section?,
        _ gaps: [SurveyResult.Gap]
    ) -> Bool {
        if let announced = section.announced {
            let found = UInt64(section.keyCount)
            if found > announced.keys { return true }
            if keysBehindGaps(section, gaps) > keysMax(inGapsOf: section, gaps) { return false }
            // All keys that are missing would fit into the gaps, and no gap is without one.
            if next.map({ $0.database > section.database }) ?? true,
                announced.keys - found == UInt64(section.gaps.count)
            {
                return false
            }
        }
        guard let next else { return true }
        return next.database != section.database + 1
    }

    /// The keys behind the last gap: at least so many would be those of another database.
    private static func keysBehindGaps(
        _ section: SurveyResult.Section,
        _ gaps: [SurveyResult.Gap]
    ) -> Int {
        let end = section.gaps.last.map { gaps[$0].range.upperBound } ?? 0
        return section.runs.reduce(0) { $0 + ($1.range.lowerBound >= end ? $1.count : 0) }
    }

    /// The most keys that the gaps can have held: had they held the number of another database,
    /// they would have to make up for its keys, as the count that is announced is not exceeded.
    private static func keysMax(
        inGapsOf section: SurveyResult.Section,
        _ gaps: [SurveyResult.Gap]
    ) -> Int {
        section.gaps.reduce(0) { $0 + (gaps[$1].range.count + missingMax) / keySizeMin }
    }

    private static let keySizeMin = 3
    /// A gap may stand for a block that is missing from the file.
    private static let missingMax = 1 << 16
}
