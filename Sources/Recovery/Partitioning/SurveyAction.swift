import RedoubtCommands

/// What a survey does with a command, known from its literal.
enum SurveyAction {
    /// It selects a database or changes nothing.
    case control
    /// It changes whole databases.
    case wholeDatabase
    /// It changes function libraries.
    case functions
    /// It has one key, at an index, which it overwrites as its effect says.
    case one(Int, Effect)
    /// Its keys stand at every so many arguments and have nothing to do with each other.
    case each(step: Int)
    /// It has keys that meet in it.
    case several
    /// Which keys it reads is decided by patterns.
    case sorting
    /// It touches keys that it does not name.
    case script

    init(_ command: Command) {
        switch (command.effect, command.keys) {
        case (_, .declared): self = .script
        case (.wholeDatabase, _): self = .wholeDatabase
        case (.functions, _): self = .functions
        case (.control, _), (_, .none): self = .control
        case (_, .sorting): self = .sorting
        case (let effect, .one(let index)): self = .one(index, effect)
        case (.deletes, .every(first: 1, let step)), (.overwrites, .every(first: 1, let step)):
            self = .each(step: step)
        default: self = .several
        }
    }
}
