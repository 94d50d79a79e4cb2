import RedoubtBytes
import RedoubtCommands

/// Looks at the commands of a log one by one.
struct CommandReview {
    let path: String
    private let evidence = CommandEvidence(commands: .standard)
    /// Names that were told of: each once.
    private var unknown: Set<String> = []
    private var isInTransaction = false
    private var time: Int64?

    init(path: String) {
        self.path = path
    }

    /// Something in front of this can not be read: it may have begun a transaction, or ended it.
    mutating func passOverDamage() {
        isInTransaction = false
        isBehindDamage = true
    }
    private var isBehindDamage = false

    /// A command goes by; `second` is the argument behind its name, if it has one.
    mutating func look(
        at name: RawSpan,
        _ second: RawSpan,
        argumentCount: Int,
        at offset: Int,
        _ target: inout TargetReview?,
        _ findings: inout FindingList
    ) {
        followTransaction(name, at: offset, &findings)
        guard let index = evidence.commands.index(of: name) else {
            let module = ModuleCommands.module(of: name)
            target?.look(atForeign: name, of: module, at: offset, &findings)
            if module == nil { tellUnknown(name, at: offset, &findings) }
            return
        }
        let command = evidence.commands.commands[index]
        target?.look(at: command, at: offset, &findings)
        if !command.accepts(argumentCount: argumentCount) {
            let text = "\(command.name) does not take \(argumentCount - 1) arguments"
            findings.add(Finding(.commandArguments, text, file: path, offset: offset))
        }
        if name.equalsWord("SELECT"), argumentCount > 1, !Self.isDatabase(second) {
            let text = "\"\(second.printable)\" is no database"
            findings.add(Finding(.databaseNumber, text, file: path, offset: offset))
        }
    }

    private static func isDatabase(_ text: RawSpan) -> Bool {
        guard text.byteCount > 0, text.byteCount < 11 else { return false }
        for index in 0..<text.byteCount {
            guard text[byte: index] &- UInt8(ascii: "0") <= 9 else { return false }
        }
        return Int(text.printable).map { $0 <= Int(Int32.max) } ?? false
    }

    private mutating func tellUnknown(
        _ name: RawSpan,
        at offset: Int,
        _ findings: inout FindingList
    ) {
        let text = name.printable.uppercased()
        // A hostile log may have a new name for each command.
        guard unknown.count < 1000, unknown.insert(text).inserted else { return }
        let cause = "\(text) is a command that no server version is known to write"
        findings.add(Finding(.commandUnknown, cause, file: path, offset: offset))
    }

    private mutating func followTransaction(
        _ name: RawSpan,
        at offset: Int,
        _ findings: inout FindingList
    ) {
        let isBegin = name.equalsWord("MULTI")
        guard isBegin || name.equalsWord("EXEC") else { return }
        let isEven = isBegin != isInTransaction
        if !isEven, !isBehindDamage {
            let text = isBegin ? "MULTI within a transaction" : "EXEC without a MULTI"
            findings.add(Finding(.transactionBalance, text, file: path, offset: offset))
        }
        isBehindDamage = false
        isInTransaction = isBegin
    }

    /// An annotation goes by.
    mutating func look(
        atAnnotation line: RawSpan,
        seconds: Int64?,
        at offset: Int,
        _ target: inout TargetReview?,
        _ findings: inout FindingList
    ) {
        target.map { $0.target.readsAnnotations } == false
            ? target?.refuse("annotated times in a log", at: offset, &findings) : nil
        guard let seconds else {
            if Self.claimsTime(line) {
                let text = "\"\(line.printable)\" is no annotated time"
                findings.add(Finding(.annotation, text, file: path, offset: offset))
            }
            return
        }
        if let time, seconds < time {
            let text = "the annotated time \(seconds) is earlier than the one before, \(time)"
            findings.add(Finding(.annotationOrder, text, file: path, offset: offset))
        }
        time = seconds
    }

    /// Whether a line begins as an annotated time does; a torn one may have only its beginning.
    private static func claimsTime(_ line: RawSpan) -> Bool {
        let prefix = Array("#TS:".utf8)
        let count = min(prefix.count, line.byteCount)
        let isTorn = line.byteCount == 0 || line[byte: line.byteCount - 1] != UInt8(ascii: "\n")
        return (0..<count).allSatisfy { line[byte: $0] == prefix[$0] }
            && (count == prefix.count || isTorn)
    }
}
