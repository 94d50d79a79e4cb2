/// When the answer of a command tells that nothing has changed.
///
/// Servers tell logs and replicas of a command only if it changed something. Where neither the
/// answer nor a rule of ``Telling`` decides, a command counts as one that did: that is harmless,
/// for it does the same everywhere.
public enum ChangeRule: Sendable, Hashable {
    /// Every success changes something, or may.
    case always
    /// Zero tells that nothing changed, and so does a negative number.
    case unlessZero
    /// No value, and an empty list, tell that nothing changed.
    case unlessNull

    /// Whether a command that answered this changed something.
    @inline(__always)
    func holds(for reply: Reply) -> Bool {
        switch self {
        case .always: return true
        case .unlessZero:
            if case .integer(let number) = reply { return number > 0 }
            return true
        case .unlessNull:
            switch reply {
            case .null, .nullArray: return false
            case .array(let replies), .set(let replies), .pairs(let replies):
                return !replies.isEmpty
            default: return true
            }
        }
    }
}
