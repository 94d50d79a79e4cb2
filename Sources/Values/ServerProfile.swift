/// A server family and version whose behaviour is to be followed: `redis-6.2`, `valkey-9.1`.
public struct ServerProfile: Hashable, Sendable {
    /// The two families, which share a history up to Redis 7.2.
    public enum Family: String, Hashable, Sendable {
        case redis
        case valkey
    }

    /// The family.
    public let family: Family
    /// The major version.
    public let major: Int
    /// The minor version.
    public let minor: Int

    /// Creates a profile.
    public init(_ family: Family, _ major: Int, _ minor: Int) {
        self.family = family
        self.major = major
        self.minor = minor
    }

    /// Reads `redis-6.2`, `redis-7.0.15`, `valkey-8`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let family = Family(rawValue: parts[0].lowercased()) else {
            return nil
        }
        self.init(family, version: String(parts[1]))
    }

    /// Reads a version text as servers write it into their files (`7.4.1`, `8.0.0-rc1`).
    public init?(_ family: Family, version: String) {
        let numbers = version.split(separator: ".").map { Int($0.prefix { $0.isWholeNumber }) }
        guard let first = numbers.first, let major = first, major > 0, major < 1000 else {
            return nil
        }
        let minor = numbers.count > 1 ? numbers[1] : 0
        guard let minor else { return nil }
        self.init(family, major, minor)
    }

    /// Whether this is `family` at `major.minor` or later.
    ///
    /// Valkey 7.2 and later count as at least Redis 7.2, from which they descend.
    public func isAtLeast(redis major: Int, _ minor: Int) -> Bool {
        switch family {
        case .redis: (self.major, self.minor) >= (major, minor)
        case .valkey: (7, 2) >= (major, minor)
        }
    }

    /// Whether this is Valkey at `major.minor` or later.
    public func isAtLeast(valkey major: Int, _ minor: Int) -> Bool {
        family == .valkey && (self.major, self.minor) >= (major, minor)
    }
}

extension ServerProfile: CustomStringConvertible {
    /// `redis-6.2`.
    public var description: String { "\(family.rawValue)-\(major).\(minor)" }
}

extension ServerProfile {
    /// How the dataset digest writes scores: `%.17g` up to Redis 7.0, the shorter text since 7.2.
    public var digestsScoresShort: Bool { isAtLeast(redis: 7, 2) }

    /// Whether a small sorted set loses the sign of −0: since listpacks, Redis 7.0.
    public var dropsNegativeZeroInListpacks: Bool { isAtLeast(redis: 7, 0) }

    /// Whether the dataset digest tells fields with an expiry apart: Redis 7.4, not Valkey.
    public var digestsFieldExpiries: Bool { isAtLeast(redis: 7, 4) }

    /// Whether claiming an entry that was deleted removes it from the pending list: since 7.0.
    public var claimDropsDeletedEntries: Bool { isAtLeast(redis: 7, 0) }
}
