import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// Logs made so that a search for commands takes long: twice the size takes about twice the time.
@Suite("A repair of hostile logs")
struct HostileLogTests {
    /// A log of about as many bytes.
    struct Hostile: CustomStringConvertible, Sendable {
        let description: String
        let bytes: @Sendable (Int) -> [UInt8]
    }

    private static func repeated(
        _ name: String,
        _ unit: [UInt8],
        behind head: [UInt8] = []
    ) -> Hostile {
        Hostile(description: name) { count in
            head + Array([[UInt8]](repeating: unit, count: count / unit.count).joined())
        }
    }

    private static let three = LogText.commands("SET a 1", "SET a 2", "SET a 3")
    private static let endless = Array("*999999\r\n$3\r\nSET\r\n$2\r\nab".utf8)
    private static let loose = three + Array("*999999\r\n$3\r\nSETxx$2\r\nab".utf8)

    static let all: [Hostile] = [
        repeated("heads", Array("*1\r\n".utf8)),
        repeated("heads of endless commands", Array("*9999999\r\n$1\r\n".utf8)),
        repeated("arguments", Array("$1\r\na\r\n".utf8)),
        repeated("lengths", Array("$100\r\n".utf8), behind: Array("*3\r\n$3\r\nSET\r\n".utf8)),
        repeated(
            "endless commands in arguments of one",
            Array("$\(endless.count)\r\n".utf8) + endless + [13, 10],
            behind: Array("*9999999\r\n$3\r\nSET\r\n".utf8)
        ),
        repeated(
            "commands in loose arguments of one",
            Array("$\(loose.count)\r\n".utf8) + loose + Array("yy".utf8),
            behind: Array("*9999999\r\n$3\r\nSETxx".utf8)
        ),
        repeated("damage behind every third command", three + Array("junk".utf8)),
        repeated("transactions without an end", LogText.commands("MULTI") + three + [0]),
        repeated("zeroes", [0]),
    ]

    @Test("takes time that follows their size", arguments: all)
    func linear(_ hostile: Hostile) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(hostile.bytes(1 << 18), to: "hostile.aof")
        let start = ContinuousClock.now
        let report = try RepairRun(RepairRequest(path: path, output: folder.path("out"))).run()
        // A search that is not linear would take minutes.
        #expect(ContinuousClock.now - start < Survey.hangBound, "\(hostile)")
        #expect(!report.isSound)
        let repaired = folder.path("out")
        #expect(try CheckRun(path: repaired).run().damage == nil)
    }
}
