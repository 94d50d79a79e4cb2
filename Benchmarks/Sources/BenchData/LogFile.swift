import RedoubtBytes
import RedoubtRESP

/// A log that is written command by command, in large pieces.
struct LogFile: ~Copyable {
    private let file: AtomicFile
    private var buffer = ByteBuilder(capacity: 1 << 21)
    /// One argument that is put together before its length is known.
    private var scratch = ByteBuilder(capacity: 256)

    init(_ path: String) throws(Fault) {
        file = try AtomicFile(path: path)
        RESPWriter.command(["SELECT", "0"], into: &buffer)
    }

    /// Begins a command with that many arguments behind its name.
    mutating func command(_ name: StaticString, arguments: Int) throws(Fault) {
        if buffer.count >= 1 << 20 { try flush() }
        RESPWriter.begin(argumentCount: arguments + 1, into: &buffer)
        RESPWriter.word(name, into: &buffer)
    }

    mutating func key(_ prefix: StaticString, _ number: Int) {
        scratch.removeAll()
        scratch.append(prefix)
        scratch.appendDecimal(Int64(number))
        Self.append(scratch, to: &buffer)
    }

    mutating func key(_ key: MixedKey) {
        scratch.removeAll()
        key.appendName(to: &scratch)
        Self.append(scratch, to: &buffer)
    }

    mutating func number(_ number: Int64) {
        RESPWriter.argument(number, into: &buffer)
    }

    mutating func word(_ word: StaticString) {
        RESPWriter.word(word, into: &buffer)
    }

    mutating func letters(_ count: Int, _ random: inout SeededRandom) {
        scratch.removeAll()
        random.appendLetters(count, to: &scratch)
        Self.append(scratch, to: &buffer)
    }

    mutating func document(_ random: inout SeededRandom) {
        scratch.removeAll()
        random.appendDocument(to: &scratch)
        Self.append(scratch, to: &buffer)
    }

    mutating func giant(_ count: Int) throws(Fault) {
        try flush()
        scratch.reserve(count)
        scratch.removeAll()
        GiantText.append(count, to: &scratch)
        buffer.append("$")
        buffer.appendDecimal(Int64(count))
        buffer.append("\r\n")
        try flush()
        try file.write(scratch.bytes)
        buffer.append("\r\n")
    }

    consuming func commit() throws(Fault) {
        try flush()
        try file.commit()
    }

    private static func append(
        _ argument: borrowing ByteBuilder,
        to buffer: inout ByteBuilder
    ) {
        RESPWriter.argument(argument.bytes, into: &buffer)
    }

    private mutating func flush() throws(Fault) {
        try file.write(buffer.bytes)
        buffer.removeAll()
    }
}
