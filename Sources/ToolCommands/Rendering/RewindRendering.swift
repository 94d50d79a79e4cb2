import RedoubtRecovery

/// Where a replay was made to end, and what it left out, as text: a line per fact.
enum RewindText {
    static func lines(for rewind: RewindReport) -> [String] {
        var lines: [String] = []
        let time = rewind.time.map { ", at \(TimeText.utc($0))" } ?? ""
        if let end = rewind.end {
            let command = rewind.command.map { ", before \($0)" } ?? ""
            lines.append("until       \(end)\(time)\(command)")
        } else if rewind.exceptedCount == 0 {
            lines.append("until       the end of the log\(time): nothing in it is later")
        }
        guard rewind.exceptedCount > 0 else { return lines }
        lines.append("left out    \(rewind.exceptedCount) commands")
        for command in rewind.excepted {
            let when = command.time.map { "\(TimeText.utc($0))  " } ?? ""
            lines.append("            \(when)\(command.file):\(command.offset)  \(command.text)")
        }
        let rest = rewind.exceptedCount - rewind.excepted.count
        if rest > 0 { lines.append("            and \(rest) more") }
        return lines
    }
}

/// The same as JSON.
struct RewindDocument: Encodable {
    let end: String?
    let time: Int64?
    let command: String?
    let excepted: [Excepted]
    let exceptedCount: Int

    struct Excepted: Encodable {
        let file: String
        let offset: Int
        let time: Int64?
        let command: String
    }

    init(_ rewind: RewindReport) {
        end = rewind.end?.description
        time = rewind.time
        command = rewind.command
        excepted = rewind.excepted.map {
            Excepted(file: $0.file, offset: $0.offset, time: $0.time, command: $0.text)
        }
        exceptedCount = rewind.exceptedCount
    }
}
