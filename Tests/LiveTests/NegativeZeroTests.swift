import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A score of −0 in every form of a sorted set: `docs/formats/digest.md`.
@Suite("Minus zero on real servers")
struct NegativeZeroTests {
    @Test(
        "has the digest of the server that loads it, whatever type the file has",
        arguments: ServerTarget.allCases
    )
    func loaded(target: ServerTarget) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.file(for: target), to: "zeros.rdb")
        #expect(try target.served(snapshot: path) == target.digest(of: path))
    }

    @Test(
        "is lost where a compact form becomes a listpack of integers, and only there",
        arguments: ServerTarget.allCases
    )
    func scores(target: ServerTarget) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Self.file(for: target), to: "zeros.rdb")
        let server = try LiveServer(target.kind, snapshot: path)
        defer { server.stop() }
        let losesSign = target.profile.dropsNegativeZeroInListpacks
        for (name, score) in [
            ("text:1", losesSign ? "0" : "-0"), ("text:130", "-0"), ("text:wide", "-0"),
            ("binary:1", losesSign ? "0" : "-0"), ("binary:130", "-0"), ("binary:wide", "-0"),
            ("packed", "-0"),
        ] {
            let reply = try server.expect("ZRANGE", name, "0", "0", "WITHSCORES")
            #expect(reply.elements?.last?.text == score, "\(name)")
        }
    }

    @Test("survives the way from Redis 6.2 to 7.0, whatever form it had")
    func upgraded() throws {
        let server = try LiveServer(.redis62)
        defer { server.stop() }
        let zeros = (0..<130).flatMap { number -> [ByteString] in ["-0", ByteString("m\(number)")] }
        // One that was large stays a skip list, and is saved member by member.
        try server.send([
            ["ZADD", "shrunk"] + zeros, ["ZREMRANGEBYRANK", "shrunk", "9", "-1"],
            ["ZADD", "large"] + zeros, ["ZADD", "small", "-0", "a", "0", "b"],
        ])
        #expect(try server.expect("OBJECT", "ENCODING", "shrunk").text == "skiplist")
        try server.expect("SAVE")
        let rebuilt = server.folder.path("rebuilt.rdb")
        var request = RebuildRequest(
            snapshot: server.folder.path("dump.rdb"),
            log: nil,
            output: rebuilt
        )
        request.format = .target(ServerTarget.redis70.profile)
        _ = try RebuildRun(request).run()
        // Both write scores in the same way.
        #expect(try ServerTarget.redis70.served(snapshot: rebuilt) == server.digest())
    }

    /// Types 3 and 5 with one member, with 130 and with a long one, then a compact form whose score
    /// is the text `-0`: type 17 or, before listpacks, 12.
    private static func file(for target: ServerTarget) -> [UInt8] {
        let small: [[UInt8]] = [[97]]
        let large = (0..<130).map { Array("m\($0)".utf8) }
        let wide = [[UInt8](repeating: 98, count: 65)]
        var bytes = Array(target.magic.utf8) + [0xFE, 0]
        for (suffix, members) in [("1", small), ("130", large), ("wide", wide)] {
            bytes += [3] + string(Array("text:\(suffix)".utf8)) + length(members.count)
            for member in members { bytes += string(member) + [2] + Array("-0".utf8) }
            bytes += [5] + string(Array("binary:\(suffix)".utf8)) + length(members.count)
            for member in members { bytes += string(member) + [0, 0, 0, 0, 0, 0, 0, 0x80] }
        }
        bytes += target == .redis62 ? [12] : [17]
        bytes += string(Array("packed".utf8))
        bytes += string(target == .redis62 ? ziplist : listpack)
        // A checksum of zero is not looked at.
        return bytes + [0xFF] + [UInt8](repeating: 0, count: 8)
    }

    /// `a`, `-0`.
    private static let listpack: [UInt8] = [
        14, 0, 0, 0, 2, 0, 0x81, 97, 2, 0x82, 45, 48, 3, 0xFF,
    ]

    /// `a`, `-0`.
    private static let ziplist: [UInt8] = [
        18, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 1, 97, 3, 2, 45, 48, 0xFF,
    ]

    private static func length(_ count: Int) -> [UInt8] {
        count < 64 ? [UInt8(count)] : [0x40 | UInt8(count >> 8), UInt8(count & 255)]
    }

    private static func string(_ bytes: [UInt8]) -> [UInt8] { length(bytes.count) + bytes }
}

extension ServerTarget {
    fileprivate var magic: String {
        switch self {
        case .redis62: "REDIS0009"
        case .redis70: "REDIS0010"
        case .valkey91: "VALKEY080"
        }
    }
}
