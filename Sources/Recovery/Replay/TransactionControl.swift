/// The commands that bound a transaction.
enum TransactionControl: String {
    case multi = "MULTI"
    case exec = "EXEC"
    case discard = "DISCARD"

    /// What such a command does.
    enum Outcome {
        /// It begins a transaction, or drops one.
        case done
        /// The commands that were held back count now.
        case committed([OpenTransaction.HeldCommand])
        /// It fails: there is a transaction already, or none.
        case misplaced
    }

    /// Begins or ends a transaction.
    ///
    /// - Parameter offset: where the command stands.
    func apply(to transaction: inout OpenTransaction?, at offset: Int) -> Outcome {
        switch (self, transaction) {
        case (.multi, nil):
            transaction = OpenTransaction(offset: offset)
            return .done
        case (.exec, let held?):
            transaction = nil
            return .committed(held.commands)
        case (.discard, .some):
            transaction = nil
            return .done
        case (.multi, .some), (.exec, nil), (.discard, nil):
            return .misplaced
        }
    }
}
