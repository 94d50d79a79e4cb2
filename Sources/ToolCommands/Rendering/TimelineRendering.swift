import RedoubtAOF
import RedoubtRecovery

/// A timeline as text: the files, the times, the commands.
enum TimelineText {
    static func lines(for timeline: Timeline, pattern: String?) -> [String] {
        fileLines(timeline) + timeLines(timeline) + eventLines(timeline, pattern)
    }

    private static func fileLines(_ timeline: Timeline) -> [String] {
        timeline.files.map { file in
            var parts = ["\(file.commandCount) commands", "offsets \(file.start) to \(file.end)"]
            if let first = file.firstTime, let last = file.lastTime {
                parts.append("\(TimeText.utc(first)) to \(TimeText.utc(last))")
            } else {
                parts.append("no times")
            }
            return "\(file.path): \(parts.joined(separator: ", "))"
        }
    }

    private static func timeLines(_ timeline: Timeline) -> [String] {
        guard !timeline.times.isEmpty else {
            return ["", "no time annotations: the log can be rewound to offsets only"]
        }
        var lines = ["", "times: \(timeline.annotationCount) annotations"]
        if timeline.groupSeconds > 1 {
            lines[1] += ", in \(timeline.times.count) groups (--all lists each second)"
        }
        return lines
            + timeline.times.map { group in
                let end =
                    group.lastTime == group.firstTime ? "" : " … \(TimeText.utc(group.lastTime))"
                return "  \(TimeText.utc(group.firstTime))\(end)  \(timeline.place(group)), "
                    + "\(group.commandCount) commands"
            }
    }

    private static func eventLines(_ timeline: Timeline, _ pattern: String?) -> [String] {
        let what = pattern.map { "commands that fit '\($0)'" } ?? "destructive commands"
        guard timeline.eventCount > 0 else { return ["", "no \(what)"] }
        var lines = ["", "\(what): \(timeline.eventCount)"]
        let hidden = timeline.eventCount - timeline.events.count
        if hidden > 0 { lines[1] += ", the first \(hidden) are left out (--all lists them)" }
        for event in timeline.events {
            let time = event.time.map { TimeText.utc($0) } ?? "no time"
            lines.append("  \(time)  \(timeline.place(event)), database \(event.database)")
            lines.append("    \(event.text)")
            lines.append("    number \(event.number) of \(event.name): hits \(text(event.victims))")
        }
        return lines
    }

    private static func text(_ victims: Timeline.Victims) -> String {
        switch victims {
        case .unknown: return "what its module says"
        case .keys(let count): return count == 1 ? "1 key" : "\(count) keys"
        case .databases(let databases):
            guard !databases.isEmpty else { return "databases that this log never wrote to" }
            return databases.map { hit in
                "database \(hit.database) (\(hit.commandCount) write commands before it)"
            }
            .joined(separator: ", ")
        }
    }
}

extension Timeline {
    fileprivate func place(_ group: TimeGroup) -> String {
        "\(files[group.fileIndex].name):\(group.offset)"
    }

    fileprivate func place(_ event: Event) -> String {
        let place = "\(files[event.fileIndex].name):\(event.offset)"
        guard event.cutOffset != event.offset else { return place }
        return "\(place) in the transaction from \(event.cutOffset) on"
    }
}

/// A timeline as JSON; `docs/json.md` describes every field.
struct TimelineDocument: Encodable {
    let schema = "redoubt.timeline.v1"
    let path: String
    let pattern: String?
    let files: [File]
    let annotations: Int
    let groupSeconds: Int64
    let times: [Time]
    let events: [Event]
    let eventCount: Int
    let damage: CheckDocument.Damage?
    let warnings: [String]

    struct File: Encodable {
        let path: String
        let role: String?
        let start: Int
        let end: Int
        let commands: Int
        let firstTime: Int64?
        let lastTime: Int64?
    }

    struct Time: Encodable {
        let file: Int
        let offset: Int
        let firstTime: Int64
        let lastTime: Int64
        let annotations: Int
        let commands: Int
    }

    struct Event: Encodable {
        let file: Int
        let offset: Int
        let cutOffset: Int
        let time: Int64?
        let database: Int
        let name: String
        let number: Int
        let arguments: Int
        let text: String
        let keys: Int?
        let databases: [Database]?
    }

    struct Database: Encodable {
        let database: Int
        let commands: Int
    }

    init(_ timeline: Timeline, pattern: String?) {
        path = timeline.path
        self.pattern = pattern
        files = timeline.files.map(File.init)
        annotations = timeline.annotationCount
        groupSeconds = timeline.groupSeconds
        times = timeline.times.map(Time.init)
        events = timeline.events.map(Event.init)
        eventCount = timeline.eventCount
        damage = timeline.damage.map(CheckDocument.Damage.init)
        warnings = timeline.warnings.map(\.description)
    }
}

extension TimelineDocument.File {
    init(_ file: Timeline.File) {
        path = file.path
        role = file.role.map { String($0.rawValue) }
        start = file.start
        end = file.end
        commands = file.commandCount
        firstTime = file.firstTime
        lastTime = file.lastTime
    }
}

extension TimelineDocument.Time {
    init(_ group: Timeline.TimeGroup) {
        file = group.fileIndex
        offset = group.offset
        firstTime = group.firstTime
        lastTime = group.lastTime
        annotations = group.annotationCount
        commands = group.commandCount
    }
}

extension TimelineDocument.Event {
    init(_ event: Timeline.Event) {
        file = event.fileIndex
        offset = event.offset
        cutOffset = event.cutOffset
        time = event.time
        database = event.database
        name = event.name
        number = event.number
        arguments = event.argumentCount
        text = event.text
        switch event.victims {
        case .keys(let count):
            keys = count
            databases = nil
        case .unknown:
            keys = nil
            databases = nil
        case .databases(let hit):
            keys = nil
            databases = hit.map {
                TimelineDocument.Database(database: $0.database, commands: $0.commandCount)
            }
        }
    }
}
