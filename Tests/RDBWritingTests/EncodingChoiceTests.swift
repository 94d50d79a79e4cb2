import RedoubtBytes
import RedoubtRDB
import RedoubtValues
import Testing

private let versions = FormatVersion.readable

private func type(
    _ format: FormatVersion,
    _ visit: (inout ValueEncoder) throws(Fault) -> Void
) throws(Fault) -> ObjectType? {
    try Encoded(for: format, visit)?.type
}

/// The types that the Redis versions 1 to 15 and Valkey's 80 give, from lists of ranges.
private func expected(_ ranges: [(ClosedRange<Int>, ObjectType)]) -> [ObjectType?] {
    versions.map { format in ranges.first { $0.0.contains(format.number) }?.1 }
}

@Suite("The choice of an encoding")
struct EncodingChoiceTests {
    @Test("small lists")
    func smallLists() throws {
        let chosen = try versions.map { format in
            try type(format) { (value) throws(Fault) in try value.list(["a", "1"]) }
        }
        #expect(
            chosen
                == expected([
                    (1...1, .list), (2...6, .listZiplist), (7...9, .listQuicklist),
                    (10...80, .listQuicklist2),
                ])
        )
    }

    @Test("small sets, of integers and of texts")
    func smallSets() throws {
        let integers = try versions.map { format in
            try type(format) { (value) throws(Fault) in try value.set(["5", "-7"]) }
        }
        #expect(integers == expected([(1...1, .set), (2...80, .setIntset)]))
        let texts = try versions.map { format in
            try type(format) { (value) throws(Fault) in try value.set(["5", "a"]) }
        }
        #expect(texts == expected([(1...10, .set), (11...80, .setListpack)]))
    }

    @Test("small and large sorted sets")
    func sortedSets() throws {
        let small = try versions.map { format in
            try type(format) { (value) throws(Fault) in try value.sortedSet([("a", 1)]) }
        }
        #expect(
            small
                == expected([
                    (1...1, .sortedSet), (2...9, .sortedSetZiplist), (10...80, .sortedSetListpack),
                ])
        )
        let many = words(129).map { ($0, 1.0) }
        let large = try versions.map { format in
            try type(format) { (value) throws(Fault) in try value.sortedSet(many) }
        }
        #expect(large == expected([(1...7, .sortedSet), (8...80, .sortedSetBinary)]))
    }

    @Test("small hashes, without and with expiries")
    func smallHashes() throws {
        let plain = try versions.map { format in
            try type(format) { (value) throws(Fault) in try value.hash([("f", "v", nil)]) }
        }
        #expect(
            plain
                == expected([
                    (1...1, .hash), (2...3, .hashZipmap), (4...9, .hashZiplist),
                    (10...80, .hashListpack),
                ])
        )
        let expiring = try versions.filter { $0.number >= 12 }.map { format in
            try type(format) { (value) throws(Fault) in try value.hash([("f", "v", 1)]) }
        }
        #expect(
            expiring == [
                .hashListpackExpiry, .hashListpackExpiry, .hashListpackExpiry,
                .hashListpackExpiry, .hashExpiryValkey,
            ]
        )
    }

    @Test("streams")
    func streams() throws {
        let chosen = try versions.filter { $0.number >= 9 }.map { format in
            try type(format) { (value) throws(Fault) in try value.stream([]) }
        }
        #expect(
            chosen
                == [.stream, .stream2, .stream3, .stream3, .stream4, .stream5, .stream5, .stream3]
        )
    }

    @Test("every choice is one that the version's servers make", arguments: versions)
    func written(_ format: FormatVersion) throws {
        func check(_ value: (inout ValueEncoder) throws(Fault) -> Void) throws {
            let chosen = try #require(try type(format, value))
            #expect(format.writes(chosen), "\(chosen)")
            #expect(format.canCopy(chosen, from: format), "\(chosen)")
        }
        try check { (value) throws(Fault) in try value.text("v") }
        try check { (value) throws(Fault) in try value.list(words(600, size: 80)) }
        try check { (value) throws(Fault) in try value.set(words(600)) }
        try check { (value) throws(Fault) in try value.sortedSet(words(600).map { ($0, 0.5) }) }
        try check { (value) throws(Fault) in try value.hash(words(600).map { ($0, "v", nil) }) }
    }
}

@Suite("Where a compact form ends")
struct EncodingLimitTests {
    @Test("an intset has 512 members")
    func intset() throws {
        func chosen(_ count: Int) throws -> ObjectType? {
            try type(.redis(11)) { (value) throws(Fault) in
                try value.set((0..<count).map { ByteString(decimal: Int64($0)) })
            }
        }
        #expect(try chosen(512) == .setIntset)
        #expect(try chosen(513) == .set)
    }

    @Test("a listpack of a set has 128 members of 64 bytes")
    func setListpack() throws {
        func chosen(_ count: Int, _ size: Int = 0) throws -> ObjectType? {
            try type(.redis(11)) { (value) throws(Fault) in
                try value.set(words(count, size: size))
            }
        }
        #expect(try chosen(128, 64) == .setListpack)
        #expect(try chosen(129) == .set)
        #expect(try chosen(1, 65) == .set)
    }

    @Test("one of a sorted set as well")
    func sortedSetListpack() throws {
        func chosen(_ count: Int, _ size: Int = 0) throws -> ObjectType? {
            try type(.redis(10)) { (value) throws(Fault) in
                try value.sortedSet(words(count, size: size).map { ($0, 1) })
            }
        }
        #expect(try chosen(128, 64) == .sortedSetListpack)
        #expect(try chosen(129) == .sortedSetBinary)
        #expect(try chosen(1, 65) == .sortedSetBinary)
    }

    @Test("one of a hash has 512 fields, and 64 bytes bound fields and values")
    func hashListpack() throws {
        func chosen(_ count: Int, _ size: Int = 0, _ valueSize: Int = 0) throws -> ObjectType? {
            let value = ByteString([UInt8](repeating: 0x61, count: valueSize))
            return try type(.redis(12)) { (encoder) throws(Fault) in
                try encoder.hash(words(count, size: size).map { ($0, value, nil) })
            }
        }
        #expect(try chosen(512, 64, 64) == .hashListpack)
        #expect(try chosen(513) == .hash)
        #expect(try chosen(1, 65) == .hash)
        #expect(try chosen(1, 0, 65) == .hash)
    }

    @Test("fields with an expiry keep to the same limit")
    func expiringHash() throws {
        func chosen(_ count: Int) throws -> ObjectType? {
            try type(.redis(12)) { (value) throws(Fault) in
                try value.hash(words(count).map { ($0, "", 1) })
            }
        }
        #expect(try chosen(512) == .hashListpackExpiry)
        #expect(try chosen(513) == .hashExpiry)
    }

    @Test("before version 7 a list has 512 elements of 64 bytes")
    func oldList() throws {
        func chosen(_ count: Int, _ size: Int = 0) throws -> ObjectType? {
            try type(.redis(6)) { (value) throws(Fault) in
                try value.list(words(count, size: size))
            }
        }
        #expect(try chosen(512, 64) == .listZiplist)
        #expect(try chosen(513) == .list)
        #expect(try chosen(1, 65) == .list)
    }

    @Test("later a node has 8 KiB, and an element that is larger stands alone")
    func listNodes() throws {
        let large = ByteString([UInt8](repeating: 0x61, count: 8193))
        let encoded = try #require(
            try Encoded(for: .redis(11)) { (value) throws(Fault) in
                try value.list(["a", large, "b"])
            }
        )
        let small: [[UInt8]] = ["a", "b"].map { text in
            [2, 10, 10, 0, 0, 0, 1, 0, 0x81] + Array(text.utf8) + [2, 0xFF]
        }
        let plain = [1, 0x60, 1] + large.array
        #expect(encoded == Encoded(.listQuicklist2, [3] + small[0] + plain + small[1]))
        let old = try #require(
            try Encoded(for: .redis(7)) { (value) throws(Fault) in
                try value.list(["a", large, "b"])
            }
        )
        #expect(old.payload.first == 3)
        #expect(try old.content(.redis(7)) == encoded.content(.redis(11)))
    }
}
