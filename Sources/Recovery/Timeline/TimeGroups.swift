/// Groups annotated times as they come in, so that a bounded number of groups is left.
///
/// It begins with a group per second. When there are too many the span of a group grows to the next
/// one that people count in, and groups that fall together are merged.
struct TimeGroups {
    /// Seconds, minutes, hours, days, and what a log of many years needs.
    private static let spans: [Int64] = [
        1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 86400,
        2 * 86400, 7 * 86400, 30 * 86400, 90 * 86400, 365 * 86400, Int64.max,
    ]

    private(set) var groups: [Timeline.TimeGroup] = []
    private(set) var annotationCount = 0
    private var spanIndex = 0
    private let countMax: Int?

    /// Keeps at most `countMax` groups in each file; all of them for nil.
    init(countMax: Int?) {
        self.countMax = countMax
    }

    /// How many seconds a group spans.
    var span: Int64 { Self.spans[spanIndex] }

    mutating func annotate(_ time: Int64, fileIndex: Int, offset: Int) {
        annotationCount += 1
        let next = Timeline.TimeGroup(
            fileIndex: fileIndex,
            firstTime: time,
            lastTime: time,
            annotationCount: 1,
            offset: offset
        )
        append(next)
        // A group never reaches into another file: of many files each keeps at least one.
        while let countMax, groups.count > max(countMax, fileIndex + 1),
            spanIndex + 1 < Self.spans.count
        {
            widen()
        }
    }

    mutating func addCommands(_ count: Int, fileIndex: Int) {
        guard let last = groups.indices.last, groups[last].fileIndex == fileIndex else { return }
        groups[last].commandCount += count
    }

    private mutating func widen() {
        spanIndex += 1
        let all = groups
        groups = []
        for group in all { append(group) }
    }

    private mutating func append(_ group: Timeline.TimeGroup) {
        guard let last = groups.indices.last, belongsTogether(groups[last], group) else {
            groups.append(group)
            return
        }
        groups[last].lastTime = max(groups[last].lastTime, group.lastTime)
        groups[last].annotationCount += group.annotationCount
        groups[last].commandCount += group.commandCount
    }

    private func belongsTogether(_ left: Timeline.TimeGroup, _ right: Timeline.TimeGroup) -> Bool {
        guard left.fileIndex == right.fileIndex else { return false }
        return Self.floor(left.firstTime, span) == Self.floor(right.firstTime, span)
    }

    private static func floor(_ time: Int64, _ span: Int64) -> Int64 {
        let quotient = time / span
        return time % span < 0 ? quotient - 1 : quotient
    }
}
