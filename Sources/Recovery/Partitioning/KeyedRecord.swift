import RedoubtBytes

/// A record of a log under one of its keys: sixteen bytes, from which the record is found again.
struct KeyedRecord: Sendable {
    /// Tells the key apart, together with its database and ``check``.
    let identity: UInt64
    /// Place, check, command and flags.
    let bits: UInt64

    /// The most bytes of a log whose records can be kept.
    static let placeMax = 1 << 44
    /// The most commands of a table whose indices fit.
    static let commandMax = 1 << 10

    /// - Parameters:
    ///   - command: the command's index in its table.
    ///   - place: where the record begins in the ``LogText``.
    ///   - isBlind: whether the command, if it does not fail, leaves nothing of the key's past.
    ///   - isShared: whether the record stands under each of its keys, which do not meet in it.
    init(_ key: KeyName, command: Int, place: Int, isBlind: Bool, isShared: Bool = false) {
        identity = key.identity
        bits =
            UInt64(truncatingIfNeeded: place) << 20 | UInt64(key.check) << 12
            | UInt64(truncatingIfNeeded: command) << 2 | (isBlind ? 2 : 0) | (isShared ? 1 : 0)
    }

    /// A record that was written down.
    init(identity: UInt64, bits: UInt64) {
        self.identity = identity
        self.bits = bits
    }

    /// The same record of a key of another database than 0.
    func inDatabase(_ database: Int) -> KeyedRecord {
        KeyedRecord(identity: identity &+ KeyName.salt(of: database), bits: bits)
    }

    var place: Int { Int(truncatingIfNeeded: bits >> 20) }
    var check: UInt8 { UInt8(truncatingIfNeeded: bits >> 12) }
    var command: Int { Int(truncatingIfNeeded: bits >> 2 & 0x3FF) }
    var isBlind: Bool { bits & 2 != 0 }
    var isShared: Bool { bits & 1 != 0 }

    /// Whether both stand under the same key, but for a chance of one in 2⁷².
    func hasKey(of other: KeyedRecord) -> Bool {
        identity == other.identity && check == other.check
    }

    /// What a key of one database is told by.
    struct KeyName {
        /// A hash with the secret of this process, different in each database.
        let identity: UInt64
        /// A few bits of a hash without a secret.
        let check: UInt8
        /// A hash without a secret, which gives the shard: the same in every run.
        let open: UInt64

        init(_ key: RawSpan, database: Int) {
            self.init(key, ByteHash.hash(key), database: database)
        }

        /// - Parameter hash: the ``ByteHash`` of the key.
        init(_ key: RawSpan, _ hash: UInt64, database: Int) {
            identity = hash &+ Self.salt(of: database)
            open = ByteHash.stableHash(key)
            check = UInt8(truncatingIfNeeded: open >> 56)
        }

        /// What is added to the hash of a key, nothing in database 0.
        static func salt(of database: Int) -> UInt64 {
            UInt64(truncatingIfNeeded: database) &* 0x9E37_79B9_7F4A_7C15
        }
    }
}
