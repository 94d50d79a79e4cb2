import RedoubtBytes
import RedoubtCodecs
import RedoubtRDB
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A key of a fixture.
private struct FixtureKey {
    let name: String
    let type: ObjectType
    let payload: [UInt8]
    let context: PayloadContext

    /// What it holds.
    func content() throws(Fault) -> Content {
        var listener = Content.Listener()
        try visit(&listener)
        return listener.content
    }

    func visit<V: ValueVisitor & ~Copyable>(_ visitor: inout V) throws(Fault) {
        try type.visit(payload.rawSpan, at: 0, in: context, &visitor)
    }

    /// Encodes it anew; nil where the version lacks a feature.
    func encoded(for format: FormatVersion) throws(Fault) -> Encoded? {
        do throws(Fault) {
            return try Encoded(for: format) { (encoder) throws(Fault) in try visit(&encoder) }
        } catch  where error.reason == .unsupportedByTarget {
            return nil
        }
    }
}

private func keys(of fixture: Fixture) throws -> (format: FormatVersion, keys: [FixtureKey]) {
    let path = try #require(fixture.files().snapshot)
    var reader = try FrameReader(CompressedInput.open(InputFile(path: path)))
    var keys: [FixtureKey] = []
    while let frame = try reader.next() {
        guard case .key(let key) = frame else { continue }
        keys.append(
            FixtureKey(
                name: reader.key.printable,
                type: key.type,
                payload: reader.payload.array,
                context: reader.context
            )
        )
    }
    return (reader.format, keys)
}

/// The servers of these versions were asked for uncompressed snapshots.
private let uncompressed = Fixture.snapshots.filter { $0.caseName.contains("uncompressed") }

/// Where a server may have several ways: nodes are cut as they grew, and old sorted sets and the
/// tables of sets and hashes are written as they lie in memory, which is the order of the file.
private let grownTypes: Set<ObjectType> = [
    .listQuicklist, .listQuicklist2, .stream, .stream2, .stream3, .sortedSet,
]

@Suite("Snapshots of real servers, encoded anew")
struct FixtureRewritingTests {
    @Test("no version changes what a value holds", arguments: Fixture.snapshots)
    func everyVersion(_ fixture: Fixture) throws {
        let (_, keys) = try keys(of: fixture)
        #expect(keys.count > 100)
        for key in keys where key.type.kind != .stream {
            let content = try key.content()
            let expires = content.kind == .hash && content.lines.contains { !$0.hasSuffix(" ") }
            for format in FormatVersion.readable {
                guard let encoded = try key.encoded(for: format) else {
                    #expect(expires && format.number < 12, "\(key.name) \(format)")
                    continue
                }
                #expect(try encoded.content(format) == content, "\(key.name) \(format)")
            }
        }
    }

    @Test("nor does the same version change streams", arguments: Fixture.snapshots)
    func streams(_ fixture: Fixture) throws {
        let (format, keys) = try keys(of: fixture)
        for key in keys where key.type.kind == .stream {
            let encoded = try #require(try key.encoded(for: format))
            #expect(encoded.type == key.type)
            #expect(try encoded.content(format) == key.content(), "\(key.name)")
        }
    }

    @Test("and most of it comes out as the server wrote it", arguments: uncompressed)
    func sameBytes(_ fixture: Fixture) throws {
        let (format, keys) = try keys(of: fixture)
        var kinds: Set<ValueKind> = []
        for key in keys where !grownTypes.contains(key.type) {
            let encoded = try #require(try key.encoded(for: format))
            #expect(encoded == Encoded(key.type, key.payload), "\(key.name)")
            kinds.insert(key.type.kind)
        }
        #expect(kinds.isSuperset(of: [.string, .set, .hash, .sortedSet]))
    }
}
