import RedoubtBytes
import RedoubtCommands

/// What the name of a record and the number of its arguments say for it.
struct CommandEvidence {
    let commands: CommandTable

    /// How likely it is that a server wrote the record.
    enum Verdict {
        /// A known command, or one of a known module.
        case known
        /// A known command with a number of arguments that it does not take.
        case wrongCount
        /// A name that a command could have.
        case plausible
        /// No command has such a name.
        case impossible
    }

    private static let nameCountMax = 64

    func verdict(name: RawSpan, argumentCount: Int) -> Verdict {
        if let index = commands.index(of: name) {
            return commands.commands[index].accepts(argumentCount: argumentCount)
                ? .known : .wrongCount
        }
        if ModuleCommands.module(of: name) != nil { return .known }
        let isOther = Self.isPlausible(name) && !Self.isDamagedMark(name, argumentCount)
        return isOther ? .plausible : .impossible
    }

    /// Whether one byte tells a name from those on which all others depend.
    private static func isDamagedMark(_ name: RawSpan, _ argumentCount: Int) -> Bool {
        switch argumentCount {
        case 1: isOneByte(from: "EXEC", name) || isOneByte(from: "MULTI", name)
        case 2: isOneByte(from: "SELECT", name)
        default: false
        }
    }

    private static func isOneByte(from word: String, _ name: RawSpan) -> Bool {
        let letters = Array(word.utf8)
        guard name.byteCount == letters.count else { return false }
        return letters.indices.count { letters[$0] != name[byte: $0] & 0xDF } == 1
    }

    func isKnown(_ name: RawSpan) -> Bool {
        commands.index(of: name) != nil || ModuleCommands.module(of: name) != nil
    }

    /// Letters and digits with what parts the names of modules and subcommands.
    private static func isPlausible(_ name: RawSpan) -> Bool {
        guard name.byteCount > 0, name.byteCount <= nameCountMax else { return false }
        for index in 0..<name.byteCount {
            let byte = name[byte: index]
            let letter = byte | 0x20
            let isLetter = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            guard isLetter || isDigit || index > 0 && separators.contains(byte) else {
                return index == 0 && byte == UInt8(ascii: "_")
            }
        }
        return true
    }

    private static let separators: [UInt8] = Array("._-|:".utf8)
}
