/// What a command does to its keys: what a planner must know without running it.
public enum Effect: String, Sendable, Hashable, CaseIterable {
    /// The new value does not depend on the old one.
    case overwrites
    /// As `overwrites`, unless an option makes the command depend on the old value or expiry.
    case overwritesUnlessGuarded
    /// As `overwrites` with the option `REPLACE`; as `modifies` without.
    case overwritesWithReplace
    /// The keys are removed.
    case deletes
    /// Only the expiry changes; the value can stay frozen.
    case expiryOnly
    /// The new value depends on the old one.
    case modifies
    /// The key or its value goes elsewhere as it is; the value can stay frozen.
    case moves
    /// The destination is overwritten with something made from the sources.
    case storesFromSources
    /// Whole databases change.
    case wholeDatabase
    /// Function libraries change, no keys.
    case functions
    /// The keys are read, and nothing changes.
    case reads
    /// Nothing in the dataset changes: selection, transactions, administration.
    case control
}

extension Command {
    /// The effect of the command with its options: never one of the two conditional effects.
    public func effect(of arguments: borrowing Arguments) -> Effect {
        switch effect {
        case .overwritesUnlessGuarded:
            Self.hasGuard(arguments) ? .modifies : .overwrites
        case .overwritesWithReplace:
            Self.has("REPLACE", arguments) ? .overwrites : .modifies
        default: effect
        }
    }

    private static func hasGuard(_ arguments: borrowing Arguments) -> Bool {
        let guards: [StaticString] = [
            "NX", "XX", "GET", "KEEPTTL", "IFEQ", "IFNE", "IFDEQ", "IFDNE", "FNX", "FXX",
        ]
        for word in guards where has(word, arguments) { return true }
        return false
    }

    private static func has(_ word: StaticString, _ arguments: borrowing Arguments) -> Bool {
        for index in 3..<max(arguments.count, 3) where arguments.matches(index, word) {
            return true
        }
        return false
    }
}
