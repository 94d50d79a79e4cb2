import RedoubtBytes
import RedoubtCommands

/// What a survey does with the commands of a table.
struct SurveyRules: Sendable {
    let table: CommandTable
    let actions: [SurveyAction]
    /// By the index of the command, so that no name is compared per record.
    let controls: [TransactionControl?]

    init(_ table: CommandTable) {
        self.table = table
        actions = table.commands.map { SurveyAction($0) }
        controls = table.commands.map { TransactionControl(rawValue: $0.name) }
    }

    /// What one command does, as far as its arguments tell.
    enum Use {
        /// It does something to the key at an index.
        case one(position: Int, isBlind: Bool)
        /// It does the same to each of the keys at every so many arguments.
        case each(step: Int)
        /// Keys meet in it.
        case together([KeyUse])
        /// It is followed in the order of the log.
        case inOrder
    }

    @inline(__always)
    func use(_ index: Int, _ arguments: borrowing Arguments) -> Use {
        switch actions[index] {
        case .one(let position, let effect) where position < arguments.count:
            .one(position: position, isBlind: isBlind(index, effect, arguments))
        case .each(let step)
        where table.commands[index].accepts(argumentCount: arguments.count)
            && (arguments.count - 1) % step == 0:
            .each(step: step)
        case .several, .sorting: together(index, arguments)
        default: .inOrder
        }
    }

    @inline(__always)
    private func isBlind(
        _ index: Int,
        _ effect: Effect,
        _ arguments: borrowing Arguments
    ) -> Bool {
        switch effect {
        case .overwrites: true
        case .overwritesUnlessGuarded where arguments.count == 3: true
        case .overwritesUnlessGuarded, .overwritesWithReplace:
            table.commands[index].effect(of: arguments) == .overwrites
        default: false
        }
    }

    private func together(_ index: Int, _ arguments: borrowing Arguments) -> Use {
        let uses = table.commands[index].keyUses(in: arguments)
        guard let first = uses.first else { return .inOrder }
        if uses.count == 1, first.database == nil, case .several = actions[index] {
            return .one(position: first.argument, isBlind: false)
        }
        return .together(uses)
    }
}
