/// What is known of a file's checksum, the CRC-64 of everything from the magic to the end mark.
public enum ChecksumState: Hashable, Sendable {
    /// The end was not reached yet.
    case pending
    /// Files before version 5 have none.
    case absent
    /// The writer left it out and stored zero.
    case notComputed
    /// It is the checksum of the content.
    case matches(UInt64)
    /// It is not: the content was changed or damaged.
    case mismatch(stored: UInt64, computed: UInt64)
}

extension ChecksumState {
    /// Whether the content is not what the writer wrote.
    public var isMismatch: Bool {
        if case .mismatch = self { true } else { false }
    }
}
