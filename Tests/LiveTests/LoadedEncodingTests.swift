import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues
import Testing

/// The encodings of values that the library wrote, as the servers hold them once loaded.
@Suite("Encodings of loaded values")
struct LoadedEncodingTests {
    @Test("are those that the server itself would choose", arguments: ServerTarget.allCases)
    func encodings(target: ServerTarget) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("dump.rdb")
        try Self.write(to: path, for: target)
        let server = try LiveServer(target.kind, snapshot: path)
        defer { server.stop() }
        for (name, value) in Self.values {
            let loaded = try server.expect("OBJECT", "ENCODING", name)
            try server.send([Self.command(creating: value)])
            let made = try server.expect("OBJECT", "ENCODING", "made")
            #expect(loaded == made, "\(name)")
            try server.expect("DEL", "made")
        }
        #expect(try server.digest() == target.digest(of: path))
    }

    /// On both sides of the limits at which the servers change the encoding.
    private static var values: [(String, RandomValue)] {
        let long = ByteString([UInt8](repeating: 120, count: 65))
        let huge = ByteString([UInt8](repeating: 121, count: 10_000))
        return [
            ("string:integer", .string("12345")), ("string:short", .string("text")),
            ("string:long", .string(long)), ("list:small", .list(words(3))),
            ("list:nodes", .list(words(3000))), ("list:huge", .list([huge, "a", huge])),
            ("set:integers", .set(numbers(512))), ("set:table", .set(numbers(513))),
            ("set:words", .set(words(128))), ("set:many", .set(words(129))),
            ("set:long", .set([long])), ("zset:small", .sortedSet(scored(words(128)))),
            ("zset:many", .sortedSet(scored(words(129)))),
            ("zset:long", .sortedSet(scored([long]))),
            ("hash:small", .hash(paired(words(512)))), ("hash:many", .hash(paired(words(513)))),
            ("hash:long", .hash([("field", long, nil)])),
        ]
    }

    private static func words(_ count: Int) -> [ByteString] {
        (0..<count).map { ByteString("w\($0)") }
    }

    private static func numbers(_ count: Int) -> [ByteString] {
        (0..<count).map { ByteString("\($0 * 1000)") }
    }

    private static func scored(_ members: [ByteString]) -> [(ByteString, Double)] {
        members.map { ($0, Double($0.count)) }
    }

    private static func paired(_ fields: [ByteString]) -> [(ByteString, ByteString, Int64?)] {
        fields.map { ($0, "value", nil) }
    }

    private static func write(to path: String, for target: ServerTarget) throws {
        var writer = try RDBWriter(AtomicFile(path: path), format: .target(target.profile))
        try writer.selectDatabase(0, keyCount: values.count, expiringCount: 0)
        for (name, value) in values {
            try writer.encodeKey(ByteString(name).bytes, KeyAttributes()) {
                (encoder) throws(Fault) in
                try value.visit(&encoder)
            }
        }
        try writer.finish().commit()
    }

    private static func command(creating value: RandomValue) -> [ByteString] {
        switch value {
        case .string(let bytes): ["SET", "made", bytes]
        case .list(let elements): ["RPUSH", "made"] + elements
        case .set(let members): ["SADD", "made"] + members
        case .sortedSet(let members):
            ["ZADD", "made"] + members.flatMap { [ByteString("\($0.1)"), $0.0] }
        case .hash(let fields): ["HSET", "made"] + fields.flatMap { [$0.0, $0.1] }
        case .stream: ["XADD", "made", "*", "field", "value"]
        }
    }
}
