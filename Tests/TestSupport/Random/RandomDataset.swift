public import RedoubtBytes
public import RedoubtValues

/// A dataset of random keys of every kind.
///
/// Sizes lie on both sides of the servers' encoding limits.
public struct RandomDataset {
    /// One key.
    public struct Key: Sendable {
        /// The number of its database.
        public let database: Int
        /// Its name.
        public let name: ByteString
        /// Its expiry and hints.
        public let attributes: KeyAttributes
        /// Its value.
        public let value: RandomValue
    }

    /// What the dataset may hold beyond what every server knows.
    public struct Features: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int

        /// Wraps bits.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Streams with groups.
        public static let streams = Features(rawValue: 1)
        /// Hash fields that expire.
        public static let fieldExpiries = Features(rawValue: 2)
        /// Expiries that are no whole seconds.
        public static let millisecondExpiries = Features(rawValue: 4)
        /// Idle times and frequencies.
        public static let evictionHints = Features(rawValue: 8)
    }

    /// The keys; no two have the same name.
    public private(set) var keys: [Key] = []

    /// The dataset of a seed.
    ///
    /// - Parameter expirySeconds: when keys expire; servers drop those of the past.
    public init(
        seed: UInt64,
        keyCount: Int,
        features: Features,
        expirySeconds: ClosedRange<Int64> = 1_000_000_000...2_000_000_000
    ) {
        var generator = SeededGenerator(seed: seed)
        for number in 0..<keyCount {
            let suffix = RandomValue.bytes(sizeMax: 6, &generator)
            let name = ByteString(Array("key:\(number):".utf8) + suffix.array)
            var attributes = KeyAttributes()
            if Bool.random(using: &generator) {
                let seconds = Int64.random(in: expirySeconds, using: &generator)
                let fraction: Int64 =
                    features.contains(.millisecondExpiries)
                    ? .random(in: 0...999, using: &generator) : 0
                attributes.expiresAtMs = seconds * 1000 + fraction
            }
            if features.contains(.evictionHints) { Self.addHint(to: &attributes, &generator) }
            let value = RandomValue.random(features, &generator)
            keys.append(
                Key(
                    database: [0, 0, 0, 1, 9].randomElement(using: &generator) ?? 0,
                    name: name,
                    attributes: attributes,
                    value: value
                )
            )
        }
    }
}

extension RandomDataset {
    /// A server keeps either the time since the last use or how often a key is used.
    private static func addHint(
        to attributes: inout KeyAttributes,
        _ generator: inout SeededGenerator
    ) {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: attributes.idleSeconds = .random(in: 0...(1 << 34), using: &generator)
        case 1: attributes.frequency = .random(in: 0...255, using: &generator)
        default: break
        }
    }
}
