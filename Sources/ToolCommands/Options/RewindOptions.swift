import ArgumentParser
import Foundation
import RedoubtRecovery

/// `--until`, `--until-offset`, `--before`, `--nth` and `--except`: which part of a log counts.
struct RewindOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Replay the log up to this second, by its #TS annotations.",
            discussion: "Seconds since 1970, or a time with its zone: 2026-11-22T03:00:00Z, "
                + "2026-11-22T04:00:00+01:00. See docs/rewind.md.",
            valueName: "time"
        )
    )
    var until: LogTime?

    @Option(
        help: ArgumentHelp(
            "Replay the log up to this offset; FILE:OFFSET in a directory.",
            valueName: "offset"
        )
    )
    var untilOffset: LogPosition?

    @Option(
        help: ArgumentHelp(
            "Replay the log up to the last command that fits this pattern.",
            valueName: "pattern"
        )
    )
    var before: String?

    @Option(
        help: ArgumentHelp(
            "With --before: up to the command with this number among those that fit, from 1.",
            valueName: "number"
        )
    )
    var nth: Int?

    @Option(
        help: ArgumentHelp(
            "Leave the commands of the log out that fit this pattern; may be given several times.",
            valueName: "pattern"
        )
    )
    var except: [String] = []

    func validate() throws {
        let count = (until == nil ? 0 : 1) + (untilOffset == nil ? 0 : 1) + (before == nil ? 0 : 1)
        guard count <= 1 else {
            throw ValidationError("--until, --until-offset and --before exclude each other")
        }
        guard nth == nil || before != nil else {
            throw ValidationError("--nth counts the commands that fit --before")
        }
        guard nth ?? 1 >= 1 else { throw ValidationError("--nth takes a number from 1 on") }
    }

    /// Tells a reader of logs which part counts.
    func apply(to options: inout LoadOptions) throws(RecoveryError) {
        if let until { options.rewind = .time(until.seconds) }
        if let untilOffset { options.rewind = .position(untilOffset) }
        if let before {
            options.rewind = .before(try Self.pattern(before, of: "--before"), number: nth)
        }
        for text in except { options.exceptions.append(try Self.pattern(text, of: "--except")) }
    }

    private static func pattern(
        _ text: String,
        of option: String
    ) throws(RecoveryError) -> CommandPattern {
        guard let pattern = CommandPattern(text) else {
            throw RecoveryError(.usage, "the pattern of \(option) has no word")
        }
        return pattern
    }
}

/// A second, as people and programs write it.
struct LogTime: ExpressibleByArgument {
    /// Since 1970.
    let seconds: Int64

    init?(argument: String) {
        if let seconds = Int64(argument) {
            self.seconds = seconds
            return
        }
        // Without a zone a time could be meant anywhere.
        guard let date = try? Date(argument, strategy: .iso8601) else { return nil }
        seconds = Int64(date.timeIntervalSince1970)
    }
}
