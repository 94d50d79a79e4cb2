import RedoubtBytes
import RedoubtCodecs
import RedoubtKeyspace
import RedoubtTestSupport
import RedoubtValues

/// Compares a dataset with what the server that wrote it said of it, key by key.
struct ContentComparison {
    private let expected: ExpectedDataset
    private let server: ServerProfile
    private let isReplayed: Bool

    /// - Parameter isReplayed: Whether the dataset comes from a log, which does not carry all that
    ///   the server knew when it wrote it.
    init(_ expected: ExpectedDataset, server: ServerProfile, isReplayed: Bool) {
        self.expected = expected
        self.server = server
        self.isReplayed = isReplayed
    }

    /// What differs, a line each; keys that only one side has are among it.
    func differences(from keyspace: borrowing Keyspace) throws -> [String] {
        var lines: [String] = []
        for number in Set(keyspace.databaseNumbers).union(expected.databases.keys).sorted() {
            var missing = expected.databases[number] ?? [:]
            for entry in keyspace[database: number].entries {
                let place = "database \(number), key \"\(entry.key.printable)\""
                guard let key = missing.removeValue(forKey: entry.key) else {
                    lines.append("\(place): the server has no such key")
                    continue
                }
                lines += try differences(entry.value, key).map { "\(place): \($0)" }
            }
            lines += missing.keys.sorted().map {
                "database \(number), key \"\($0.printable)\" is missing"
            }
        }
        return lines
    }

    private func differences(_ entry: KeyEntry, _ key: ExpectedKey) throws -> [String] {
        var lines: [String] = []
        let expiry = entry.attributes.expiresAtMs
        switch key.expiry {
        // Redis 2.4 answers TTL in 32 bits and says of a key that expires in 2100 that it does not.
        case .none where expiry != nil && server.isAtLeast(redis: 2, 6): lines.append("expires")
        case .at(let time) where expiry != time: lines.append("expiry \(expiry ?? -1), not \(time)")
        case .unknown where expiry == nil: lines.append("does not expire")
        default: break
        }
        switch (try ShownValue(entry.value), key.value) {
        case (.string(let own), .string(let other)) where own == other: break
        case (.list(let own), .list(let other)) where own == other: break
        case (.set(let own), .set(let other)) where own == other: break
        case (.sortedSet(let own), .sortedSet(let other)):
            lines += differences(own, other)
        case (.hash(let own), .hash(let other, let expiries)):
            if own.mapValues(\.value) != other { lines.append("fields differ") }
            if own.compactMapValues(\.expiresAtMs) != expiries {
                lines.append("expiries of fields differ")
            }
        case (.stream(let own), .stream(let other)):
            lines += StreamComparison(own, other, server: server, isReplayed: isReplayed)
                .differences()
        case (let own, let other):
            lines.append("\(own) is not \(other)")
        }
        return lines
    }

    private func differences(
        _ own: [ShownValue.Member],
        _ other: [ExpectedMember]
    ) -> [String] {
        guard own.count == other.count else { return ["\(own.count) members, not \(other.count)"] }
        return zip(own, other).compactMap { own, other in
            let score = scoreText(own.score)
            guard own.member != other.member || score != other.score else { return nil }
            return "\(own.member.printable) \(score), not \(other.member.printable) \(other.score)"
        }
    }

    /// The text of a score in a reply.
    private func scoreText(_ score: Double) -> String {
        var text = ByteBuilder(capacity: 32)
        if server.digestsScoresShort {
            // From 7.2 on integral scores are printed as integers.
            ScoreText.appendElement(score, dropsNegativeZero: false, to: &text)
        } else {
            ScoreText.appendLong(score, to: &text)
        }
        return String(decoding: text.bytes.array, as: UTF8.self)
    }
}
