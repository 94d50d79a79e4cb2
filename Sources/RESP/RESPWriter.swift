public import RedoubtBytes

/// Appends commands in the form of a log: an array of bulk strings, every line ended by `\r\n`.
///
/// A command is ``begin(argumentCount:into:)`` and then one call per argument.
public enum RESPWriter {
    /// Begins a command of `argumentCount` arguments, its name among them.
    public static func begin(argumentCount: Int, into output: inout ByteBuilder) {
        output.append(UInt8(ascii: "*"))
        output.appendDecimal(Int64(argumentCount))
        output.append("\r\n")
    }

    /// Appends an argument.
    public static func argument(_ bytes: RawSpan, into output: inout ByteBuilder) {
        header(bytes.byteCount, into: &output)
        output.append(bytes)
        output.append("\r\n")
    }

    /// Appends an owned run of bytes as an argument.
    public static func argument(_ bytes: ByteString, into output: inout ByteBuilder) {
        argument(bytes.bytes, into: &output)
    }

    /// Appends a word known at compile time as an argument.
    public static func word(_ word: StaticString, into output: inout ByteBuilder) {
        header(word.utf8CodeUnitCount, into: &output)
        output.append(word)
        output.append("\r\n")
    }

    /// Appends the decimal text of an integer as an argument.
    public static func argument(_ number: Int64, into output: inout ByteBuilder) {
        argument(DecimalText(number).bytes, into: &output)
    }

    /// Appends the decimal text of an unsigned integer as an argument.
    public static func argument(_ number: UInt64, into output: inout ByteBuilder) {
        argument(DecimalText(number).bytes, into: &output)
    }

    /// Appends a whole command.
    public static func command(_ arguments: [ByteString], into output: inout ByteBuilder) {
        begin(argumentCount: arguments.count, into: &output)
        for word in arguments { argument(word, into: &output) }
    }

    /// Appends a time annotation, which servers since 7.0 pass over.
    public static func timestamp(seconds: Int64, into output: inout ByteBuilder) {
        output.append("#TS:")
        output.appendDecimal(seconds)
        output.append("\r\n")
    }

    private static func header(_ count: Int, into output: inout ByteBuilder) {
        output.append(UInt8(ascii: "$"))
        output.appendDecimal(Int64(count))
        output.append("\r\n")
    }
}
