public import RedoubtBytes

extension ServerProfile {
    /// The server that AUX fields name: `valkey-ver`, else `redis-ver`; nil if neither can be read.
    ///
    /// Valkey 8 and later write both, with the Redis version that they are compatible with.
    public init?(auxiliaries: [(name: ByteString, value: ByteString)]) {
        func text(_ name: ByteString) -> String? {
            auxiliaries.first { $0.name == name }
                .map { String(decoding: $0.value.array, as: UTF8.self) }
        }
        if let version = text("valkey-ver") {
            self.init(.valkey, version: version)
        } else if let version = text("redis-ver") {
            self.init(.redis, version: version)
        } else {
            return nil
        }
    }
}
