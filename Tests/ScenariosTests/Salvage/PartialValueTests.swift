import RedoubtBytes
import RedoubtRDB
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// The leading elements of a value whose tail is gone.
@Suite("Parts of damaged values")
struct PartialValueTests {
    private static let kinds: [ValueKind] = [.list, .set, .sortedSet, .hash]

    /// A snapshot of two keys, the second with `count` elements.
    private func snapshot(_ kind: ValueKind, count: Int, format: FormatVersion) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let path = folder.path("dump.rdb")
        var options = RDBWriterOptions()
        options.compresses = false
        var writer = try RDBWriter(AtomicFile(path: path), format: format, options: options)
        try writer.selectDatabase(0, keyCount: 2, expiringCount: 0)
        for (name, count) in [(ByteString("first"), 2), (ByteString("second"), count)] {
            try writer.encodeKey(name.bytes, KeyAttributes()) { (value) throws(Fault) in
                try value.begin(kind, countHint: nil, encoding: .plain)
                for number in 0..<count {
                    let text = ByteString("element:\(number)")
                    switch kind {
                    case .list: value.listElement(text.bytes)
                    case .set: value.setMember(text.bytes)
                    case .sortedSet: value.sortedSetMember(text.bytes, score: Double(number))
                    default:
                        try value.hashField(text.bytes, value: text.bytes, expiresAtMs: nil)
                    }
                }
                try value.end()
            }
        }
        try writer.finish().commit()
        return try FileBytes.read(path)
    }

    /// The elements of a key in a file, in its order.
    private func elements(_ bytes: [UInt8], of name: String) throws -> [String]? {
        let folder = try TemporaryFolder()
        let file = try MappedFile(path: folder.write(bytes, to: "dump.rdb"))
        var frames = try FrameReader(ByteWindow(file))
        while let frame = try frames.next() {
            guard case .key(let key) = frame, frames.key.printable == name else { continue }
            var collector = Collector()
            try key.type.visit(frames.payload, at: 0, in: frames.context, &collector)
            return collector.elements
        }
        return nil
    }

    @Test("are kept where that is asked for", arguments: kinds, [40, 3000])
    func cut(_ kind: ValueKind, count: Int) throws {
        for format: FormatVersion in [.redis(9), .redis(11), .valkey(80)] {
            let sound = try snapshot(kind, count: count, format: format)
            let whole = try #require(try elements(sound, of: "second"))
            let folder = try TemporaryFolder()
            let source = try folder.write(Array(sound.dropLast(sound.count / 3)), to: "cut.rdb")
            var request = SalvageRequest(path: source, output: folder.path("saved.rdb"))
            #expect(try SalvageRun(request).run().keyCount == 1)
            request.keepsPartialValues = true
            let report = try SalvageRun(request).run()
            #expect(report.counts.partial == 1)
            #expect(report.spans.last?.isPartlyKept == true)
            let saved = try FileBytes.read(folder.path("saved.rdb"))
            let part = try #require(try elements(saved, of: "second"))
            #expect(part.count > count / 3, "\(format)")
            #expect(part.count < count)
            #expect(part.sorted() == whole.prefix(part.count).sorted())
            #expect(try elements(saved, of: "first")?.count == 2)
        }
    }
}

/// The elements as text.
private struct Collector: SelectiveVisitor {
    var elements: [String] = []

    mutating func listElement(_ element: RawSpan) { elements.append(element.printable) }
    mutating func setMember(_ member: RawSpan) { elements.append(member.printable) }
    mutating func sortedSetMember(_ member: RawSpan, score: Double) {
        elements.append("\(member.printable) \(score)")
    }
    mutating func hashField(_ field: RawSpan, value: RawSpan, expiresAtMs: Int64?) {
        elements.append("\(field.printable) \(value.printable)")
    }
}
