import RedoubtBytes
import RedoubtKeyspace
import RedoubtRDB
import RedoubtValues
import Testing

@Suite("Thawing")
struct ThawingTests {
    private let profile = ServerProfile(.redis, 7, 2)

    /// A value of a snapshot of version 11 with these payload bytes.
    private func frozen(_ type: ObjectType, _ payload: [UInt8]) -> StoredValue {
        let source = SnapshotSource(context: PayloadContext(format: .redis(11)))
        let range = source.append(payload.rawSpan)
        source.seal()
        return .frozen(FrozenValue(source, type, range))
    }

    private func taken<Content: StoredContent>(
        _ type: Content.Type,
        from value: StoredValue
    ) -> Content? {
        var value = value
        return Content.take(from: &value)
    }

    private func isRefused(_ value: inout StoredValue) -> Bool {
        do {
            try value.thaw(for: profile)
            return false
        } catch {
            return true
        }
    }

    private static let negativeZero: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x80]

    @Test("knows the kind of a frozen value and brings it into memory")
    func list() throws {
        var value = frozen(.list, [2, 1, 0x61, 1, 0x62])
        #expect(value.isFrozen)
        #expect(value.kind == .list)
        try value.thaw(for: profile)
        #expect(!value.isFrozen)
        let list = try #require(taken(ListValue.self, from: value))
        #expect(Array(list.elements) == ["a", "b"])
    }

    @Test("a member that stands twice is a fault, and the value stays frozen")
    func duplicates() {
        for (type, payload) in [
            (ObjectType.set, [2, 1, 0x61, 1, 0x61] as [UInt8]),
            (.hash, [2, 1, 0x61, 1, 0x31, 1, 0x61, 1, 0x32]),
            (.sortedSetBinary, [2, 1, 0x61] + Self.negativeZero + [1, 0x61] + Self.negativeZero),
        ] {
            var value = frozen(type, payload)
            let refused = isRefused(&value)
            #expect(refused)
            #expect(value.isFrozen)
        }
    }

    @Test("a small sorted set from a skip list loses the sign of zero since 7.0 only")
    func negativeZero() throws {
        let member: ByteString = "a"
        for (profile, sign) in [
            (profile, FloatingPointSign.plus), (ServerProfile(.redis, 6, 2), .minus),
        ] {
            var value = frozen(.sortedSetBinary, [1, 1, 0x61] + Self.negativeZero)
            try value.thaw(for: profile)
            let set = try #require(taken(SortedSetValue.self, from: value))
            #expect(set.isCompact)
            let score = set.score(of: member.bytes)
            #expect(score?.sign == sign)
        }
    }

    @Test("a sorted set with a long member stays a skip list and keeps the sign of zero")
    func longMember() throws {
        let member = [UInt8](repeating: 0x61, count: 65)
        var value = frozen(.sortedSetBinary, [1, 0x40, 65] + member + Self.negativeZero)
        try value.thaw(for: profile)
        let set = try #require(taken(SortedSetValue.self, from: value))
        #expect(!set.isCompact)
        let score = set.score(of: member.rawSpan)
        #expect(score?.sign == .minus)
    }

    @Test("what is cut short is a fault")
    func truncated() {
        var value = frozen(.list, [2, 1, 0x61, 1])
        let refused = isRefused(&value)
        #expect(refused)
    }
}
