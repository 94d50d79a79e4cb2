import RedoubtBytes
import RedoubtRDB

/// Which of the keys that can be read may still hold damage.
///
/// Only a checksum that matches proves a key. Without it: where the structure is whole the damage
/// may be anywhere; where it is broken, keys near the break are suspect, since damage that breaks
/// one record may reach into its neighbours, and what was read just in front of the break may have
/// been read at the wrong place.
struct SuspectRule {
    /// How far from bytes that can't be read a key is suspect.
    static let distance = 16 << 10

    /// What vouches for a key.
    enum Standing {
        case proven
        case intact
        case unverified
        case suspect(SalvageReport.Doubt)

        /// Whether there is a doubt.
        var isSuspect: Bool {
            if case .suspect = self { true } else { false }
        }
    }

    private let isProven: Bool
    private let isAnywhere: Bool
    private let isUnverified: Bool
    /// What is near damage: ascending, without overlaps.
    private let zones: [Range<Int>]
    private let gaps: [Range<Int>]

    init(_ survey: SurveyResult) {
        if case .matches = survey.checksum { isProven = true } else { isProven = false }
        isAnywhere = survey.checksum.isMismatch && survey.gaps.isEmpty
        isUnverified = !isProven && survey.gaps.isEmpty
        var zones: [Range<Int>] = []
        for gap in survey.gaps {
            let start = min(gap.range.lowerBound - Self.distance, gap.unsettled.lowerBound)
            let end = max(gap.range.upperBound, gap.unsettled.upperBound) + Self.distance
            let zone = max(start, 0)..<end
            if let last = zones.last, last.upperBound >= zone.lowerBound {
                zones[zones.count - 1] =
                    min(last.lowerBound, zone.lowerBound)..<max(last.upperBound, zone.upperBound)
            } else {
                zones.append(zone)
            }
        }
        self.zones = zones
        gaps = survey.gaps.map(\.range)
    }

    /// Whether all keys of a run have the same standing; nil if they do not.
    func standing(of range: Range<Int>, in section: SurveyResult.Section) -> Standing? {
        if isProven { return .proven }
        if isAnywhere { return .suspect(.anywhere) }
        if let doubt = section.doubt { return .suspect(doubt) }
        if isUnverified { return .unverified }
        return meetsZone(range) ? nil : .intact
    }

    /// What vouches for one key.
    func standing(ofKey range: Range<Int>, in section: SurveyResult.Section) -> Standing {
        standing(of: range, in: section) ?? .suspect(.nearDamage)
    }

    /// How far a key is from bytes that can't be read.
    func distance(of range: Range<Int>) -> Int {
        var low = 0
        var high = gaps.count
        while low < high {
            let middle = (low + high) / 2
            if gaps[middle].upperBound <= range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        let before = low > 0 ? range.lowerBound - gaps[low - 1].upperBound : Int.max
        let behind = low < gaps.count ? gaps[low].lowerBound - range.upperBound : Int.max
        return max(min(before, behind), 0)
    }

    private func meetsZone(_ range: Range<Int>) -> Bool {
        var low = 0
        var high = zones.count
        while low < high {
            let middle = (low + high) / 2
            if zones[middle].upperBound <= range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < zones.count && zones[low].lowerBound < range.upperBound
    }
}
