import RedoubtAOF
import RedoubtBytes
import RedoubtCommands

/// The commands behind a `MULTI` that wait for their `EXEC`.
struct OpenTransaction {
    struct HeldCommand {
        let index: Int
        let arguments: OwnedArguments
        let offset: Int
        let byteCount: Int
    }

    /// Offset of the `MULTI`.
    let offset: Int
    private(set) var commands: [HeldCommand] = []

    init(offset: Int) {
        self.offset = offset
    }

    mutating func hold(_ index: Int, _ reader: borrowing LogReader) {
        var arguments = OwnedArguments([])
        for position in 0..<reader.argumentCount { arguments.append(reader.argument(position)) }
        commands.append(
            HeldCommand(
                index: index,
                arguments: arguments,
                offset: reader.recordOffset,
                byteCount: reader.record.byteCount
            )
        )
    }
}
