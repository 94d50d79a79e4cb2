import Foundation
import RedoubtAOF
import RedoubtCommands

extension RecoveryError {
    static let rewindWithoutLog = RecoveryError(
        .usage,
        "--until, --until-offset, --before and --except are about a log, but there is no log"
    )

    static let rewindWhileCarrying = RecoveryError(
        .usage,
        "--carry-unknown hands the rest of the log on as it is: it can not be rewound as well"
    )

    static func unreadableTwice(_ layout: LogLayout) -> RecoveryError {
        RecoveryError(
            .usage,
            "a log on standard input can not be rewound: where it ends is looked for before it is "
                + "replayed",
            file: layout.path
        )
    }

    static func misplacedEnd(
        _ end: LogEnd,
        of file: LogFile,
        _ cause: String,
        nearest: [Int]
    ) -> RecoveryError {
        RecoveryError(
            .usage,
            cause,
            file: file.path,
            offset: end.offset,
            remedies: nearest.map { "--until-offset \($0) lies between two commands" }
        )
    }

    static func noTimes(_ layout: LogLayout) -> RecoveryError {
        RecoveryError(
            .usage,
            "the log has no time annotations, so that nothing tells when its commands were written "
                + "(servers from Redis 7.0 on write them with aof-timestamp-enabled yes)",
            file: layout.path,
            remedies: [
                "--until-offset OFFSET, for an offset that redoubt timeline lists",
                "--before PATTERN, for the command that did the damage",
            ]
        )
    }

    static func timeBefore(_ since: Int64, _ layout: LogLayout) -> RecoveryError {
        let text = Date(timeIntervalSince1970: TimeInterval(since)).formatted(.iso8601)
        return RecoveryError(
            .usage,
            "the log can not be rewound to a time before \(text), \(since): what was there then "
                + "is not in it",
            file: layout.path,
            remedies: ["an older snapshot or log may hold it; redoubt timeline lists the times"]
        )
    }

    static func noMatch(
        _ pattern: CommandPattern,
        _ number: Int?,
        _ count: Int,
        _ layout: LogLayout
    ) -> RecoveryError {
        let what = count == 0 ? "no command fits" : "only \(count) commands fit"
        return RecoveryError(
            .usage,
            "\(what) the pattern \(pattern.description)",
            file: layout.path,
            remedies: ["redoubt timeline --grep \"\(pattern.description)\" lists what fits"]
        )
    }
}
