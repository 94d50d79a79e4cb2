public import RedoubtBytes

/// What a key carries besides its value.
public struct KeyAttributes: Hashable, Sendable {
    /// When the key expires, in milliseconds since 1970; may be past or negative.
    public var expiresAtMs: Int64?
    /// Seconds since the last access; written under an LRU policy.
    public var idleSeconds: UInt64?
    /// The logarithmic access counter; written under an LFU policy.
    public var frequency: UInt8?
    /// An array takes one word of each key, where nearly none has metadata.
    @usableFromInline var metadataBytes: [UInt8]?

    /// No attributes.
    @inlinable
    public init(
        expiresAtMs: Int64? = nil,
        idleSeconds: UInt64? = nil,
        frequency: UInt8? = nil,
        metadata: ByteString? = nil
    ) {
        self.expiresAtMs = expiresAtMs
        self.idleSeconds = idleSeconds
        self.frequency = frequency
        metadataBytes = metadata?.array
    }

    /// The `KEY_META` block (Redis 8.6 and later) behind its opcode, byte for byte.
    @inlinable
    public var metadata: ByteString? {
        get { metadataBytes.map { ByteString($0) } }
        set { metadataBytes = newValue?.array }
    }
}
