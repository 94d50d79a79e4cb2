/// The commands that bound a transaction.
enum TransactionControl: String {
    case multi = "MULTI"
    case exec = "EXEC"
    case discard = "DISCARD"
}
