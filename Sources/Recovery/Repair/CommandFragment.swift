import RedoubtBytes
import RedoubtRESP

/// The arguments of a damaged command as far as one leads to the next.
struct CommandFragment {
    /// Whether an argument may stand next.
    private(set) var isOpen: Bool
    /// Whether the arguments read so far are those of a known command from its head on, so that
    /// they lead to its end.
    private(set) var isLed = false
    private var hasHead: Bool
    private var arguments: [Range<Int>] = []
    /// Where the bytes begin of which nothing is known.
    private var gapStart: Int
    /// Whether it is the command at which the damage was met.
    let isFirst: Bool

    init(hasHead: Bool, gapStart: Int, isFirst: Bool) {
        self.isFirst = isFirst
        self.hasHead = hasHead
        self.gapStart = gapStart
        isOpen = hasHead
    }

    mutating func append(
        _ argument: ArgumentShape,
        at place: Int,
        in bytes: RawSpan,
        _ evidence: CommandEvidence,
        _ lost: inout LostCommands
    ) {
        lost.note(gap: place - gapStart)
        if arguments.isEmpty {
            isLed = hasHead && evidence.isKnown(bytes.extracting(argument.content))
        }
        isOpen = true
        if arguments.count < LostCommands.argumentsMax { arguments.append(argument.content) }
        gapStart = argument.end
    }

    /// Nothing more can be read of the command.
    mutating func breakOff(in bytes: RawSpan, _ lost: inout LostCommands) {
        if isOpen { lost.note(arguments, hasHead: hasHead, in: bytes) }
        arguments = []
        isOpen = false
        isLed = false
        hasHead = false
    }

    /// The command ends.
    mutating func end(at place: Int, in bytes: RawSpan, _ lost: inout LostCommands) {
        lost.note(gap: place - gapStart)
        breakOff(in: bytes, &lost)
    }
}
