import RedoubtBytes
import RedoubtCommands
import RedoubtRESP

/// What can still be said of commands that a log lost: their names, and the keys that they touched.
struct LostCommands {
    /// The most keys that are told by name over all holes of a run, and the longest name.
    static let keysMax = 100_000
    private static let keyCountMax = 1 << 16
    /// The most arguments of one command that are looked at.
    static let argumentsMax = 100_000

    private let evidence: CommandEvidence
    /// Keys by database, each once.
    private(set) var keys: Set<RecoveryError.KeyName> = []
    /// Number of keys whose names are not kept.
    private(set) var unlistedKeyCount = 0
    /// Number of commands by name.
    private(set) var names: [String: Int] = [:]
    /// The database of the last `SELECT` among them.
    private(set) var selected: Int?
    /// Whether a `SELECT` may have gone unseen.
    private(set) var mayHideSelect = false
    /// Whether a `MULTI` or an `EXEC` may have gone unseen.
    private(set) var mayHideTransaction = false
    /// Whether a `MULTI` came last of both, or an `EXEC`; nil where neither was seen, or where one
    /// may have gone unseen behind it.
    private(set) var endsInside: Bool?
    /// The most keys that may still be kept.
    private let room: Int
    private let database: Int

    init(_ evidence: CommandEvidence, database: Int, room: Int) {
        self.evidence = evidence
        self.database = database
        self.room = room
    }

    /// Takes a command of which the first arguments could be read.
    ///
    /// - Parameter hasHead: whether its head could be read as well.
    mutating func note(_ arguments: [Range<Int>], hasHead: Bool, in bytes: RawSpan) {
        guard let name = arguments.first else { return noteNameless(count: nil) }
        guard let command = evidence.commands.lookup(bytes.extracting(name)) else {
            noteUnknown(arguments, bytes)
            return
        }
        names[command.name, default: 0] += 1
        switch command.name {
        case "MULTI" where hasHead: endsInside = true
        case "EXEC" where hasHead: endsInside = false
        // The word alone may be a value.
        case "MULTI", "EXEC": hideTransaction()
        case "SELECT" where hasHead: noteSelect(arguments, bytes)
        case "SELECT": mayHideSelect = true
        default:
            let span = arguments.span
            noteKeys(command.keyUses(in: Arguments(bytes, span)), arguments, bytes)
        }
    }

    /// Takes a whole command.
    mutating func note(_ shape: RecordShape, in bytes: RawSpan) {
        var arguments: [Range<Int>] = []
        var place = shape.name.upperBound + 2
        arguments.append(shape.name)
        while arguments.count < min(shape.argumentCount, Self.argumentsMax),
            let argument = ArgumentShape(at: place, in: bytes)
        {
            arguments.append(argument.content)
            place = argument.end
        }
        note(arguments, hasHead: true, in: bytes)
    }

    /// Takes bytes of which nothing could be read.
    mutating func note(gap count: Int) {
        // The shortest forms that servers write.
        if count >= "*1\r\n$4\r\nEXEC\r\n".utf8.count { hideTransaction() }
        if count >= "*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n".utf8.count { mayHideSelect = true }
    }

    /// A command that is not in the table; those of modules have their key in front, mostly.
    private mutating func noteUnknown(_ arguments: [Range<Int>], _ bytes: RawSpan) {
        let name = bytes.extracting(arguments[0])
        guard ModuleCommands.module(of: name) != nil else {
            return noteNameless(count: name.byteCount)
        }
        names[name.printable.uppercased(), default: 0] += 1
        if arguments.count > 1 { noteKeys([KeyUse(1, .changed)], arguments, bytes) }
    }

    /// A command without a known name: its length tells what it can't have been, but for the byte
    /// or two that damage puts in or takes away.
    private mutating func noteNameless(count: Int?) {
        if count.map({ $0 <= 7 }) ?? true { hideTransaction() }
        if count.map({ (4...8).contains($0) }) ?? true { mayHideSelect = true }
    }

    private mutating func hideTransaction() {
        mayHideTransaction = true
        endsInside = nil
    }

    private mutating func noteSelect(_ arguments: [Range<Int>], _ bytes: RawSpan) {
        if arguments.count > 1,
            let number = Int64(canonicalDecimal: bytes.extracting(arguments[1])),
            number >= 0, number <= Int64(Int32.max)
        {
            selected = Int(number)
            mayHideSelect = false
        } else {
            mayHideSelect = true
        }
    }

    private mutating func noteKeys(_ uses: [KeyUse], _ arguments: [Range<Int>], _ bytes: RawSpan) {
        for use in uses {
            let range = arguments[use.argument]
            guard keys.count < room, range.count <= Self.keyCountMax else {
                unlistedKeyCount += 1
                continue
            }
            keys.insert(
                RecoveryError.KeyName(
                    database: use.database ?? selected ?? database,
                    key: ByteString(bytes.extracting(range))
                )
            )
        }
    }
}
