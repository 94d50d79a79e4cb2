import RedoubtAOF
import RedoubtBytes
import RedoubtRDB
import RedoubtRESP
import RedoubtValues
import Testing

private let key: ByteString = "k"

/// The commands that a value becomes, words parted by spaces.
private func commands(
    _ target: ServerProfile = ServerProfile(.redis, 7, 4),
    _ attributes: KeyAttributes = KeyAttributes(),
    of visit: (inout RewriteVisitor<ByteBuilder>) throws -> Void
) throws -> [String] {
    var rewrite = RewriteVisitor(ByteBuilder(), target: target)
    try rewrite.beginKey(key.bytes, attributes)
    try visit(&rewrite)
    try rewrite.endKey()
    let output = try rewrite.finish()
    var reader = RecordReader(ByteWindow(output.array))
    var found: [String] = []
    while try reader.next() != nil {
        let words = (0..<reader.argumentCount).map { reader.argument($0).printable }
        found.append(words.joined(separator: " "))
    }
    return found
}

private func refusal(_ feature: TargetFeature) -> Fault {
    Fault(.unsupportedByTarget, detail: feature.rawValue)
}

private func text(_ number: Int) -> ByteString { ByteString(decimal: Int64(number)) }

@Suite("RewriteVisitor")
struct RewriteVisitorTests {
    @Test("a string with an expiry")
    func string() throws {
        let found = try commands(ServerProfile(.redis, 2, 8), KeyAttributes(expiresAtMs: 12)) {
            try $0.begin(.string, countHint: nil, encoding: .plain)
            try $0.string(text(7).bytes)
            try $0.end()
        }
        #expect(found == ["SET k 7", "PEXPIREAT k 12"])
    }

    @Test("lists and sets go out in commands of 64 elements", arguments: [ValueKind.list, .set])
    func batches(_ kind: ValueKind) throws {
        for count in [1, 63, 64, 65, 128, 130] {
            let found = try commands {
                try $0.begin(kind, countHint: count, encoding: .plain)
                for index in 0..<count {
                    if kind == .list {
                        try $0.listElement(text(index).bytes)
                    } else {
                        try $0.setMember(text(index).bytes)
                    }
                }
                try $0.end()
            }
            let name = kind == .list ? "RPUSH" : "SADD"
            let expected = stride(from: 0, to: count, by: 64).map { start in
                let words = (start..<min(start + 64, count)).map(String.init)
                return "\(name) k \(words.joined(separator: " "))"
            }
            #expect(found == expected)
        }
    }

    @Test("large elements do not wait for a full command")
    func largeElements() throws {
        let large = ByteString([UInt8](repeating: 97, count: 600_000))
        let found = try commands {
            try $0.begin(.list, countHint: nil, encoding: .plain)
            for _ in 0..<5 { try $0.listElement(large.bytes) }
            try $0.end()
        }
        #expect(found.count == 3)
    }

    @Test("scores keep every bit")
    func scores() throws {
        let scores = [0.1, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 1e300]
        let found = try commands {
            try $0.begin(.sortedSet, countHint: nil, encoding: .plain)
            for score in scores { try $0.sortedSetMember(key.bytes, score: score) }
            try $0.end()
        }
        let words = try #require(found.first).split(separator: " ").map(String.init)
        #expect(words.prefix(2) == ["ZADD", "k"])
        for (index, score) in scores.enumerated() {
            #expect(Double(words[2 + index * 2])?.bitPattern == score.bitPattern)
        }
    }

    @Test("fields that expire are told so behind their command")
    func fieldExpiry() throws {
        func visit(_ rewrite: inout RewriteVisitor<ByteBuilder>) throws {
            try rewrite.begin(.hash, countHint: nil, encoding: .plain)
            try rewrite.hashField(text(1).bytes, value: text(2).bytes, expiresAtMs: nil)
            try rewrite.hashField(text(3).bytes, value: text(4).bytes, expiresAtMs: 99)
            try rewrite.end()
        }
        let expected = ["HMSET k 1 2 3 4", "HPEXPIREAT k 99 FIELDS 1 3"]
        #expect(try commands(of: visit) == expected)
        #expect(try commands(ServerProfile(.valkey, 9, 0), of: visit) == expected)
        for old in [ServerProfile(.redis, 7, 2), ServerProfile(.valkey, 8, 1)] {
            #expect(throws: refusal(.fieldExpiries)) { try commands(old, of: visit) }
        }
    }

    private func visitStream(_ rewrite: inout RewriteVisitor<ByteBuilder>) throws {
        var state = StreamState()
        state.lastID = StreamID(5, 1)
        state.maxDeletedID = StreamID(2, 0)
        state.entriesAdded = 9
        var group = StreamGroup(name: "g", lastID: StreamID(5, 0), entriesRead: 3)
        group.consumers = ["idle", "busy"].map {
            StreamConsumer(name: $0, seenTimeMs: 1, activeTimeMs: 1)
        }
        group.pending = [
            PendingEntry(id: StreamID(5, 0), consumer: 1, deliveryTimeMs: 70, deliveryCount: 2)
        ]
        try rewrite.begin(.stream, countHint: nil, encoding: .plain)
        try rewrite.beginStreamEntry(StreamID(5, 0), fieldCount: 1)
        try rewrite.streamField(text(1).bytes, value: text(2).bytes)
        try rewrite.streamState(state)
        try rewrite.streamGroup(group)
        try rewrite.end()
    }

    @Test("a stream with a group")
    func stream() throws {
        #expect(
            try commands(of: visitStream) == [
                "XADD k 5-0 1 2", "XSETID k 5-1 ENTRIESADDED 9 MAXDELETEDID 2-0",
                "XGROUP CREATE k g 5-0 ENTRIESREAD 3",
                "XCLAIM k g busy 0 5-0 TIME 70 RETRYCOUNT 2 JUSTID FORCE",
                "XGROUP CREATECONSUMER k g idle",
            ]
        )
        #expect(
            try commands(ServerProfile(.redis, 6, 0), of: visitStream) == [
                "XADD k 5-0 1 2", "XSETID k 5-1", "XGROUP CREATE k g 5-0",
                "XCLAIM k g busy 0 5-0 TIME 70 RETRYCOUNT 2 JUSTID FORCE",
            ]
        )
    }

    @Test("an empty stream is made by an entry that does not stay")
    func emptyStream() throws {
        let found = try commands {
            try $0.begin(.stream, countHint: 0, encoding: .plain)
            try $0.streamState(StreamState())
            try $0.end()
        }
        #expect(
            found == [
                "XADD k MAXLEN 0 0-1 x y", "XSETID k 0-0 ENTRIESADDED 0 MAXDELETEDID 0-0",
            ]
        )
    }

    @Test("an array with its cursor, for the servers that know arrays")
    func array() throws {
        func visit(_ rewrite: inout RewriteVisitor<ByteBuilder>) throws {
            try rewrite.begin(.array, countHint: nil, encoding: .plain)
            for index in 0..<33 {
                try rewrite.arrayElement(at: UInt64(index), text(index).bytes)
            }
            try rewrite.arrayInsertIndex(33)
            try rewrite.end()
        }
        let found = try commands(ServerProfile(.redis, 8, 8), of: visit)
        #expect(found.count == 3)
        #expect(found.suffix(2) == ["ARMSET k 32 32", "ARSEEK k 33"])
        #expect(throws: refusal(.arrays)) { try commands(of: visit) }
    }

    @Test("values and attributes that no command can set are refused")
    func unsupported() {
        let features: [(ValueKind, TargetFeature)] = [
            (.module, .modules), (.rateLimit, .rateLimits),
        ]
        for (kind, feature) in features {
            #expect(throws: refusal(feature)) {
                try commands { try $0.begin(kind, countHint: nil, encoding: .plain) }
            }
        }
        #expect(throws: refusal(.keyMetadata)) {
            try commands(ServerProfile(.redis, 8, 8), KeyAttributes(metadata: "m")) { _ in }
        }
    }

    @Test("databases and libraries")
    func frame() throws {
        var rewrite = RewriteVisitor(ByteBuilder(), target: ServerProfile(.redis, 7, 0))
        try rewrite.timestamp(seconds: 5)
        try rewrite.function(key.bytes)
        try rewrite.selectDatabase(3)
        let output = try rewrite.finish()
        let expected =
            "#TS:5\r\n*3\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n$1\r\nk\r\n"
            + "*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n"
        #expect(output.array == Array(expected.utf8))
    }
}
