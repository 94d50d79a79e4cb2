public import RedoubtBytes
public import RedoubtValues

/// The fingerprint of a dataset that `DEBUG DIGEST` answers on a server that holds it.
///
/// Keys may come in any order and databases may alternate. Expiry times, eviction hints, functions
/// and encodings are not covered; that a key or a field has an expiry is. The rules and their
/// versions stand in `docs/formats/digest.md`.
///
///     var digest = DatasetDigest(profile: ServerProfile(.redis, 7, 0))
///     try digest.add(key, database: 0, hasExpiry: false) { visitor throws(Fault) in
///         try visitor.begin(.string, countHint: nil, encoding: .plain)
///         try visitor.string(value)
///         try visitor.end()
///     }
///     print(digest.hex)
public struct DatasetDigest: Sendable {
    /// The server whose rules are followed.
    public let profile: ServerProfile
    /// Per database the exclusive or of its keys' hashes.
    private var databases: [Int: Fingerprint] = [:]
    /// Number of keys whose value only a module can hash.
    public private(set) var moduleKeyCount = 0

    /// An empty dataset as `profile` would hash it.
    public init(profile: ServerProfile) {
        self.profile = profile
    }

    /// Whether no key was added yet.
    public var isEmpty: Bool { databases.isEmpty }

    /// Adds a key whose value `visit` hands to the visitor.
    public mutating func add(
        _ key: RawSpan,
        database: Int,
        hasExpiry: Bool,
        _ visit: (inout ValueDigest) throws(Fault) -> Void
    ) throws(Fault) {
        var value = ValueDigest(key: key, profile: profile)
        try visit(&value)
        // An aggregate without elements is a key that no server has.
        guard !value.isAbsent else { return }
        if value.isModule { moduleKeyCount += 1 }
        databases[database, default: .zero].combine(value.result(hasExpiry: hasExpiry))
    }

    /// Adds the keys of another part of the same dataset.
    public mutating func merge(_ other: DatasetDigest) {
        moduleKeyCount += other.moduleKeyCount
        for (number, keys) in other.databases {
            databases[number, default: .zero] ^= keys
        }
    }

    /// Forty hex digits; zeros for an empty dataset.
    public var hex: String {
        var result = Fingerprint.zero
        for (number, keys) in databases.sorted(by: { $0.key < $1.key }) {
            result.mix(number: UInt32(truncatingIfNeeded: number))
            result ^= keys
        }
        return result.hex
    }
}
