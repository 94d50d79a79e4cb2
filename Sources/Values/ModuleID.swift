/// The 64-bit identity of a module type: nine characters of six bits and a ten-bit version.
@frozen
public struct ModuleID: Hashable, Sendable, BitwiseCopyable {
    /// The number as it stands in files.
    public let rawValue: UInt64

    /// Wraps the number that stands in a file.
    @inlinable
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The nine-character name of the module type.
    public var name: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        return String((0..<9).map { alphabet[Int(rawValue >> UInt64(58 - 6 * $0)) & 63] })
    }

    /// The version of the encoding that the module used.
    public var encodingVersion: Int { Int(rawValue & 1023) }
}
