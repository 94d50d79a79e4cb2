import RedoubtBytes

/// `DEL` and `UNLINK`, which are the same to the dataset.
enum KeyDeletion {
    static func delete(
        _ context: inout CommandContext,
        _ arguments: borrowing Arguments
    ) throws(CommandError) -> Reply {
        var removed = 0
        for index in 1..<arguments.count where context.remove(arguments[index]) { removed += 1 }
        return .count(removed)
    }
}
