import RedoubtBytes
import RedoubtCodecs
import RedoubtCommands

/// How a command waits for what is not there yet.
enum BlockingRule: Sendable, Hashable {
    /// The last argument is a time in seconds.
    case timeLast
    /// The first argument is a time in seconds.
    case timeFirst
    /// The word `BLOCK` with a time in milliseconds; without it the command does not wait.
    case word

    init?(_ name: String) {
        switch name {
        case "BLPOP", "BRPOP", "BZPOPMIN", "BZPOPMAX", "BLMOVE", "BRPOPLPUSH": self = .timeLast
        case "BLMPOP", "BZMPOP": self = .timeFirst
        case "XREAD", "XREADGROUP": self = .word
        default: return nil
        }
    }

    /// For how long a request waits.
    enum Time: Equatable {
        /// Not at all.
        case none
        case forever
        case milliseconds(Int64)
    }

    /// For how long a request waits; servers refuse a bad time before they look for data.
    func time(of arguments: borrowing Arguments) throws(CommandError) -> Time {
        switch self {
        case .timeLast: return try Self.seconds(arguments, arguments.count - 1)
        case .timeFirst: return try Self.seconds(arguments, 1)
        case .word:
            for index in 1..<max(arguments.count - 1, 1) {
                if arguments.matches(index, "STREAMS") { return .none }
                guard arguments.matches(index, "BLOCK") else { continue }
                guard let wait = Int64(canonicalDecimal: arguments[index + 1]) else {
                    throw CommandError("timeout is not an integer or out of range")
                }
                guard wait >= 0 else { throw CommandError("timeout is negative") }
                return wait == 0 ? .forever : .milliseconds(wait)
            }
            return .none
        }
    }

    private static func seconds(
        _ arguments: borrowing Arguments,
        _ index: Int
    ) throws(CommandError) -> Time {
        guard let seconds = ScoreText.parse(arguments[index]), !seconds.isNaN else {
            throw CommandError("timeout is not a float or out of range")
        }
        // To servers a time that is too long has come round to a negative one.
        guard seconds >= 0, let wait = Int64(exactly: (seconds * 1000).rounded(.up)) else {
            throw CommandError("timeout is negative")
        }
        return wait == 0 ? .forever : .milliseconds(wait)
    }

    /// What a request answers whose time is over.
    var atDeadline: Reply { .nullArray }
}
