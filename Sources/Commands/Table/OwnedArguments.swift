public import RedoubtBytes

/// The arguments of a command that owns its bytes: one that a caller puts together itself.
public struct OwnedArguments: Sendable {
    private var bytes: [UInt8] = []
    private var ranges: [Range<Int>] = []

    /// Number of bytes of all arguments.
    public var byteCount: Int { bytes.count }

    /// Copies the arguments, the command's name first.
    public init(_ arguments: [ByteString]) {
        for argument in arguments { append(argument.bytes) }
    }

    /// Copies arguments that are views of bytes of somebody else.
    public init(copying arguments: borrowing Arguments) {
        for index in 0..<arguments.count { append(arguments[index]) }
    }

    /// Adds an argument at the end.
    public mutating func append(_ argument: RawSpan) {
        let start = bytes.count
        bytes += argument.array
        ranges.append(start..<bytes.count)
    }

    /// A view of the arguments.
    public var view: Arguments {
        @_lifetime(borrow self)
        get { Arguments(bytes.rawSpan, ranges.span) }
    }
}
