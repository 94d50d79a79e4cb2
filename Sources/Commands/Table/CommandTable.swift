import RedoubtBytes

/// The commands by name.
///
/// Names are looked up as three words of eight letters in an open-addressing table, whatever the
/// case of the letters and without an allocation.
public struct CommandTable: Sendable {
    /// The commands in the order of their families.
    public let commands: [Command]
    private let names: [PackedName]
    /// 0 is empty, everything else the index of a command plus 1.
    private let slots: [UInt16]

    /// Every command that a log may hold.
    public static let standard = CommandTable(families.flatMap { $0 })

    /// The families: one list of literals each.
    static let families: [[Command]] = [
        StringCommands.all, KeyCommands.all, ListCommands.all,
        BlockingListCommands.all, SetCommands.all,
        SortedSetCommands.all, BlockingSortedSetCommands.all,
        HashCommands.all, FunctionCommands.all,
        DatabaseCommands.all, SlotCommands.all, ControlCommands.all,
        HyperLogLogCommands.all, GeoCommands.all, StreamCommands.all, ScriptCommands.all,
    ]

    /// Makes a table; of two commands with the same name the later one counts.
    public init(_ commands: [Command]) {
        var size = 64
        while size < commands.count * 2 { size *= 2 }
        var slots = [UInt16](repeating: 0, count: size)
        var names: [PackedName] = []
        for (index, command) in commands.enumerated() {
            let name = PackedName(ByteString(command.name).bytes)
            names.append(name)
            var slot = name.hash & (size - 1)
            while slots[slot] != 0, names[Int(slots[slot]) - 1] != name {
                slot = (slot + 1) & (size - 1)
            }
            slots[slot] = UInt16(index + 1)
        }
        self.commands = commands
        self.names = names
        self.slots = slots
    }

    /// The command with a name in letters of any case.
    public func lookup(_ name: RawSpan) -> Command? {
        index(of: name).map { commands[$0] }
    }

    /// The index in ``commands`` of the command with a name in letters of any case.
    public func index(of name: RawSpan) -> Int? {
        guard name.byteCount <= PackedName.lengthMax else { return nil }
        let packed = PackedName(name)
        let mask = slots.count - 1
        var slot = packed.hash & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if names[index] == packed { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }
}

/// Up to 24 bytes of a name in three words, letters in lower case.
private struct PackedName: Equatable, Sendable {
    static let lengthMax = 24

    private var words: (UInt64, UInt64, UInt64)
    private let length: Int

    init(_ name: RawSpan) {
        words = (0, 0, 0)
        length = name.byteCount
        for index in 0..<min(name.byteCount, Self.lengthMax) {
            let byte = name[byte: index]
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            let letter = UInt64(isUpper ? byte | 0x20 : byte) << UInt64(index % 8 * 8)
            switch index / 8 {
            case 0: words.0 |= letter
            case 1: words.1 |= letter
            default: words.2 |= letter
            }
        }
    }

    var hash: Int {
        var state = words.0 &* 0x9E37_79B9_7F4A_7C15
        state = (state ^ state >> 29 ^ words.1) &* 0xBF58_476D_1CE4_E5B9
        state = (state ^ state >> 32 ^ words.2) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: state >> 40)
    }

    static func == (left: PackedName, right: PackedName) -> Bool {
        left.words == right.words && left.length == right.length
    }
}
