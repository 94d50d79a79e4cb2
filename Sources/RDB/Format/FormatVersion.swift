/// A version of the RDB format: the key of the format table.
///
/// The facts are those of `docs/formats/rdb.md`; what a version writes for each kind of value
/// stands in ``writes(_:)``.
public struct FormatVersion: Hashable, Sendable {
    /// The family.
    public let dialect: Dialect
    /// The number behind the magic.
    public let number: Int

    /// A version of the Redis family.
    public static func redis(_ number: Int) -> FormatVersion {
        FormatVersion(dialect: .redis, number: number)
    }

    /// A version of the Valkey family.
    public static func valkey(_ number: Int) -> FormatVersion {
        FormatVersion(dialect: .valkey, number: number)
    }

    /// The versions that can be read.
    public static let readable: [FormatVersion] =
        (1...15).map { .redis($0) } + [.valkey(80)]

    /// Whether files of this version can be read.
    public var isReadable: Bool { Self.readable.contains(self) }
}

extension FormatVersion: CustomStringConvertible {
    /// The nine bytes at the start of a file: `REDIS0011`, `VALKEY080`.
    public var description: String {
        let (word, width) = dialect == .redis ? ("REDIS", 4) : ("VALKEY", 3)
        let digits = String(number)
        return word + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension FormatVersion {
    /// The servers that write this version, for messages.
    public var writers: String {
        switch (dialect, number) {
        case (.redis, 1): "Redis up to 2.2"
        case (.redis, 2): "Redis 2.4"
        case (.redis, 3...5): "Redis 2.5, a development version"
        case (.redis, 6): "Redis 2.6 to 3.0"
        case (.redis, 7): "Redis 3.2"
        case (.redis, 8): "Redis 4.0"
        case (.redis, 9): "Redis 5.0 to 6.2"
        case (.redis, 10): "Redis 7.0"
        case (.redis, 11): "Redis 7.2, Valkey 7.2 to 8.1"
        case (.redis, 12): "Redis 7.4 to 8.4"
        case (.redis, 13): "Redis 8.6"
        case (.redis, 14): "Redis 8.8"
        case (.redis, 15): "Redis 8.10"
        case (.valkey, 80): "Valkey 9.0 and 9.1"
        default: "an unknown server"
        }
    }

    /// Whether a CRC-64 follows the end mark.
    public var hasChecksum: Bool { number >= 5 }

    /// Whether lengths may take the 64-bit form.
    public var hasLongLengths: Bool { number >= 8 }

    /// Whether `EXPIRETIME_MS` is known.
    public var hasMillisecondExpiry: Bool { number >= 3 }

    /// Whether `AUX` and `RESIZEDB` are known.
    public var hasAuxiliaryFields: Bool { number >= 7 }

    /// Whether `FREQ`, `IDLE` and `MODULE_AUX` are known.
    public var hasEvictionHints: Bool { number >= 9 }

    /// Whether function libraries are known.
    public var hasFunctions: Bool { number >= 10 }

    /// Whether module values are known.
    public var hasModules: Bool { number >= 8 }

    /// Whether `KEY_META` is known.
    public var hasKeyMetadata: Bool { dialect == .redis && number >= 13 }
}
