import RedoubtBytes
import RedoubtCommands

/// The keys that a replay changes: each one once per database.
///
/// A key counts in the database that its command names or that is selected, whether or not the
/// command found something to change. Whole databases that are emptied or exchanged count no keys.
struct TouchedKeys {
    private var keys: [Int: ByteTable<Bool>] = [:]

    /// Notes the keys of a command that ran in a database.
    mutating func note(_ command: Command, _ arguments: borrowing Arguments, in database: Int) {
        for use in command.keyUses(in: arguments) where use.role != .source {
            keys[use.database ?? database, default: ByteTable()].set(
                ByteString(arguments[use.argument]),
                to: true
            )
        }
    }

    /// Number of keys by the number of the database.
    var counts: [Int: Int] { keys.mapValues(\.count) }
}
