/// The catalogue of exit codes; `docs/exit-codes.md` lists the same.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// The command did what was asked.
    case done = 0
    /// The command failed; nothing was written.
    case failed = 1
    /// The command line makes no sense; nothing was read.
    case usage = 2
    /// The command did what was asked, and warnings on standard error need a look.
    case doneWithWarnings = 3
    /// The input is damaged.
    case damage = 20
}

extension ExitStatus {
    /// The meaning in a few words, as the documentation has it.
    public var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .usage: "wrong usage"
        case .doneWithWarnings: "done with warnings"
        case .damage: "damage found"
        }
    }
}
