import Foundation
public import RedoubtBytes
import Synchronization

extension ExpectedDataset {
    /// What the server said of the dataset of a fixture; read once in a run of the tests.
    public static func of(_ fixture: Fixture) throws -> ExpectedDataset {
        if let known = datasets.withLock({ $0[fixture.storedFolder] }) { return known }
        let root = URL(filePath: fixture.storedFolder)
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = try ExpectedFile.read(fixture.storedFolder)
        let dataset = ExpectedDataset(
            header: file.header,
            databases: try file.databases(in: root)
        )
        datasets.withLock { $0[fixture.storedFolder] = dataset }
        return dataset
    }

    /// The server, the digest and the tail of a fixture.
    public static func header(of fixture: Fixture) throws -> Header {
        try of(fixture).header
    }

    private static let datasets = Mutex<[String: ExpectedDataset]>([:])
}

extension Fixture {
    /// What the server said of its dataset.
    public func expected() throws -> ExpectedDataset {
        try ExpectedDataset.of(self)
    }
}

/// The JSON of an `expected.json.gz`.
struct ExpectedFile: Decodable {
    let server: String
    let version: String
    let digest: String
    let tail: Tail?
    let differsFrom: String?
    let dbs: [String: [String: ExpectedKey?]]

    struct Tail: Decodable {
        let file: String
        let offset: Int
    }

    enum CodingKeys: String, CodingKey {
        case server, version, digest, tail, dbs
        case differsFrom = "differs_from"
    }

    static func read(_ folder: String) throws -> ExpectedFile {
        let bytes = try Unpack.bytes(of: "\(folder)/expected.json.gz")
        return try JSONDecoder().decode(ExpectedFile.self, from: Data(bytes))
    }

    var header: ExpectedDataset.Header {
        ExpectedDataset.Header(
            server: server,
            version: version,
            digest: digest,
            tail: tail.map { ($0.file, $0.offset) }
        )
    }

    /// The whole content: that of the case it differs from, with what is different.
    ///
    /// A key without a value is one that this dataset does not have.
    func databases(in root: URL) throws -> [Int: [ByteString: ExpectedKey]] {
        var content: [Int: [ByteString: ExpectedKey]] = [:]
        if let differsFrom {
            let parts = differsFrom.split(separator: "/").map(String.init)
            guard parts.count == 2 else { throw TestFailure("not a case: \(differsFrom)") }
            let base = Fixture(
                server: parts[0],
                caseName: parts[1],
                storedFolder: root.appending(path: differsFrom).path
            )
            content = try ExpectedDataset.of(base).databases
        }
        for (number, keys) in dbs {
            guard let number = Int(number) else { throw TestFailure("not a database: \(number)") }
            for (name, key) in keys {
                content[number, default: [:]][try ByteString(latin1: name)] = key
            }
            if content[number]?.isEmpty == true { content[number] = nil }
        }
        return content
    }
}

extension ByteString {
    /// The bytes that a text of the code points 0 to 255 stands for.
    public init(latin1 text: String) throws {
        self.init(
            try text.unicodeScalars.map { scalar in
                guard let byte = UInt8(exactly: scalar.value) else {
                    throw TestFailure("not a Latin-1 text: \(text)")
                }
                return byte
            }
        )
    }
}
