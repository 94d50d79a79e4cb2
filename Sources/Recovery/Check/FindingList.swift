/// What a check has found: the first of each kind in full, all others counted.
public struct FindingList: Sendable {
    /// The most findings of one kind that are kept.
    public static let keptMax = 100

    /// Those that are kept, in the order in which they were met.
    public private(set) var all: [Finding] = []
    /// How many there are of each kind.
    public private(set) var counts: [Finding.Kind: Int] = [:]
    /// The first that is damage.
    public private(set) var firstDamage: Finding?

    /// How many there are of a severity.
    public func count(of severity: Finding.Severity) -> Int {
        counts.reduce(0) { $0 + ($1.key.severity == severity ? $1.value : 0) }
    }

    /// Whether a certain server would not load it, beside what is damaged.
    public var refusesTarget: Bool {
        counts.keys.contains { $0.isAboutTarget && $0.severity == .error }
    }

    mutating func add(_ finding: Finding) {
        let count = counts[finding.kind, default: 0]
        counts[finding.kind] = count + 1
        if count < Self.keptMax { all.append(finding) }
        if finding.severity == .error, !finding.kind.isAboutTarget, firstDamage == nil {
            firstDamage = finding
        }
    }

    /// Counts further ones of a kind of which enough are kept.
    mutating func add(_ count: Int, more kind: Finding.Kind) {
        if count > 0 { counts[kind, default: 0] += count }
    }
}
