#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Fault {
    /// The catalogue of everything that can be wrong with an input or an output.
    public enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        // The frame of a file.
        case truncated
        case badMagic
        case unsupportedVersion
        case checksumMismatch
        case unknownOpcode
        case unknownType
        case badType
        case missingEnd
        // Lengths, strings, numbers.
        case badLength
        case badStringEncoding
        case badNumber
        case tooLarge
        // Sub-encodings.
        case badLZF
        case badListpack
        case badZiplist
        case badZipmap
        case badIntset
        case badQuicklist
        case badStream
        case badHash
        case badSortedSet
        case badModule
        case badArray
        case badTemplate
        case badHyperLogLog
        // Content.
        case emptyCollection
        case duplicateKey
        case duplicateElement
        case trailingBytes
        case badFunction
        // Logs.
        case badRecord
        case badManifest
        case badAnnotation
        case openTransaction
        // Compressed input.
        case badGzip
        case badLZ4
        // Writing.
        case unsupportedByTarget
        // The system.
        case systemCall
        // Another run writes what this one is to write.
        case inUse
        // A visitor or a caller asked to stop; never shown to a user.
        case stopped
    }
}

extension Fault.Reason {
    /// The reason in a few words; `detail` is worked in where it means something.
    public func describe(detail: Int) -> String {
        switch self {
        case .unsupportedVersion: "format version \(detail) is not supported"
        case .unknownOpcode: "unknown opcode \(detail)"
        case .unknownType: "unknown value type \(detail % 256)"
        case .badType: "value type \(detail) cannot be read"
        case .tooLarge: "a length of \(detail) is larger than the input allows"
        case .systemCall: Self.systemMessage(Int32(truncatingIfNeeded: detail))
        default: text
        }
    }

    /// The reason without its number.
    public var text: String {
        switch self {
        case .truncated: "the input ends too early"
        case .badMagic: "the magic at the start is not one of a known format"
        case .unsupportedVersion: "the format version is not supported"
        case .checksumMismatch: "the checksum does not match the content"
        case .unknownOpcode: "unknown opcode"
        case .unknownType: "unknown value type"
        case .badType: "this value type cannot be read"
        case .missingEnd: "the end mark is missing"
        case .badLength: "a length is not well formed"
        case .badStringEncoding: "a string has an unknown encoding"
        case .badNumber: "a number is not well formed"
        case .tooLarge: "a length is larger than the input allows"
        case .badLZF: "an LZF compressed string is damaged"
        case .badListpack: "a listpack is damaged"
        case .badZiplist: "a ziplist is damaged"
        case .badZipmap: "a zipmap is damaged"
        case .badIntset: "an intset is damaged"
        case .badQuicklist: "a quicklist node is damaged"
        case .badStream: "a stream is damaged"
        case .badHash: "a hash is damaged"
        case .badSortedSet: "a sorted set is damaged"
        case .badModule: "a module value is damaged"
        case .badArray: "an array is damaged"
        case .badTemplate: "a hash template is damaged or missing"
        case .badHyperLogLog: "a HyperLogLog is damaged"
        case .emptyCollection: "a collection has no elements"
        case .duplicateKey: "a key stands twice in one database"
        case .duplicateElement: "an element stands twice in one value"
        case .trailingBytes: "bytes follow where the content should have ended"
        case .badFunction: "a function library is not well formed"
        case .badRecord: "a log record is not well formed"
        case .badManifest: "a manifest line is not well formed"
        case .badAnnotation: "an annotation is not well formed"
        case .openTransaction: "a transaction is not closed"
        case .badGzip: "the gzip stream is damaged"
        case .badLZ4: "the LZ4 frame is damaged"
        case .unsupportedByTarget: "the target format cannot hold this"
        case .systemCall: "a system call failed"
        case .inUse: "another run of redoubt is writing it"
        case .stopped: "stopped"
        }
    }

    private static func systemMessage(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "system error \(code)" }
        return unsafe String(cString: text)
    }
}

extension Fault {
    /// The fault of the system call that just failed: captures `errno`.
    @usableFromInline
    package static func lastSystemCall() -> Fault {
        Fault(.systemCall, detail: Int(errno))
    }
}
