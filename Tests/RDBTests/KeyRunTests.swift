import RedoubtBytes
import RedoubtRDB
import RedoubtTestSupport
import Testing

/// What a file holds, told by either way of reading it.
private struct Reading: Equatable {
    var keyCount = 0
    var others: [String] = []
    var end = 0
    var checksum = ChecksumState.pending
    var fault: Fault?

    /// Reads frame by frame.
    init(frames window: consuming ByteWindow) {
        self.init(window) { (_) throws(Fault) in 0 }
    }

    /// Passes over as many keys at once as there are.
    init(runs window: consuming ByteWindow, sizeMax: Int) {
        self.init(window) { (reader) throws(Fault) in
            let start = reader.offset
            let run = try reader.passKeys(sizeMax: sizeMax)
            #expect(run.range == start..<reader.offset)
            #expect(run.range.count <= sizeMax)
            #expect(run.parts.map(\.count).reduce(0, +) == run.range.count)
            #expect(reader.payload.byteCount == run.range.count)
            return run.count
        }
    }

    private init(
        _ window: consuming ByteWindow,
        pass: (inout FrameReader) throws(Fault) -> Int
    ) {
        do throws(Fault) {
            var reader = try FrameReader(window)
            do throws(Fault) {
                while true {
                    let passed = try pass(&reader)
                    keyCount += passed
                    guard passed == 0 else { continue }
                    guard let frame = try reader.next() else { break }
                    if case .key = frame { keyCount += 1 } else { others.append("\(frame)") }
                }
            } catch {
                fault = error
            }
            end = fault == nil ? reader.offset : 0
            checksum = reader.checksum
        } catch {
            fault = error
        }
    }
}

@Suite("Keys passed over at once")
struct KeyRunTests {
    /// Every sample of one version many times over, with attributes and other frames between them.
    private static func file(_ format: FormatVersion, seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let samples = Sample.all.filter { $0.format == format }
        var body: [UInt8] = []
        if format.number == 15 { body += [242, 7, 2, 1, 0x61, 1, 0x62] }
        for index in 0..<300 {
            if Int.random(in: 0..<40, using: &random) == 0 { body += [254, UInt8(index % 16)] }
            if Int.random(in: 0..<3, using: &random) == 0 {
                body += [252] + FileBytes.little(index)
            }
            if Int.random(in: 0..<9, using: &random) == 0 { body += [253, 1, 2, 3, 4] }
            if Int.random(in: 0..<9, using: &random) == 0 { body += [248, 0x40, 99] }
            if Int.random(in: 0..<9, using: &random) == 0 { body += [249, 7] }
            let sample = samples[Int.random(in: 0..<samples.count, using: &random)]
            body.append(sample.type.wire(in: format.dialect) ?? 8)
            body += names[Int.random(in: 0..<names.count, using: &random)] + sample.payload
        }
        return FileBytes.file(format.description, body)
    }

    /// Names of every form: raw with lengths of one, two and five bytes, integers, compressed.
    private static let names: [[UInt8]] = [
        FileBytes.text("k"), FileBytes.text(""), FileBytes.blob(Array("long".utf8)),
        [0x80, 0, 0, 0, 2, 0x61, 0x62], [0xC0, 5], [0xC1, 5, 6], [0xC2, 5, 6, 7, 8],
        FileBytes.compressed(Array("compressed".utf8)),
    ]

    private static let formats: [FormatVersion] =
        Sample.all.reduce(into: []) { if !$0.contains($1.format) { $0.append($1.format) } }

    @Test("are those that come one by one", arguments: formats)
    func same(_ format: FormatVersion) {
        let file = Self.file(format, seed: 31)
        let expected = Reading(frames: ByteWindow(file))
        #expect(expected.keyCount > 0)
        for sizeMax in [1, 20, 100, 1000, 1 << 18] {
            #expect(Reading(runs: ByteWindow(file), sizeMax: sizeMax) == expected)
        }
        #expect(Reading(runs: .trickling(file), sizeMax: 1 << 18) == expected)
    }

    @Test("are those that come one by one in a file cut anywhere", arguments: formats)
    func cut(_ format: FormatVersion) {
        let file = Self.file(format, seed: 32)
        for count in stride(from: 0, to: file.count, by: 7) {
            let part = Array(file[..<count])
            let expected = Reading(frames: ByteWindow(part))
            #expect(expected.fault != nil)
            #expect(Reading(runs: ByteWindow(part), sizeMax: 1 << 18) == expected)
        }
    }

    @Test("are those that come one by one in a file with a changed byte", arguments: formats)
    func changed(_ format: FormatVersion) {
        var random = SeededGenerator(seed: 33)
        let file = Self.file(format, seed: 34)
        for _ in 0..<2000 {
            var part = file
            let index = Int.random(in: 9..<file.count, using: &random)
            part[index] = UInt8.random(in: 0...255, using: &random)
            let expected = Reading(frames: ByteWindow(part))
            #expect(Reading(runs: ByteWindow(part), sizeMax: 1 << 18) == expected)
        }
    }

    @Test("come in parts of whole keys")
    func parts() throws {
        let value = FileBytes.blob([UInt8](repeating: 7, count: 1000))
        let key: [UInt8] = [0] + FileBytes.text("k") + value
        let body = Array([[UInt8]](repeating: key, count: 500).joined())
        var reader = try FrameReader(ByteWindow(FileBytes.file("REDIS0011", body)))
        let run = try reader.passKeys(sizeMax: 1 << 20)
        #expect(run.count == 500)
        #expect(run.parts.count > 5)
        #expect(run.parts.first?.lowerBound == run.range.lowerBound)
        #expect(run.parts.last?.upperBound == run.range.upperBound)
        let bytes = reader.payload
        for part in run.parts {
            let start = part.lowerBound - run.range.lowerBound
            #expect(bytes[byte: start] == 0 && bytes[byte: start + 1] == 1)
            let piece = bytes.extracting(start..<(start + part.count))
            let damage = KeyRun.firstDamage(
                in: piece,
                at: part.lowerBound,
                context: reader.context
            )
            #expect(damage == nil)
        }
    }

    @Test("tell the first value that cannot be decoded, with its key and offset")
    func damage() throws {
        let sound: [UInt8] =
            [16] + FileBytes.text("a") + FileBytes.blob(FileBytes.listpack(["f", "v"]))
        let odd: [UInt8] = [16] + FileBytes.text("bad") + FileBytes.blob(FileBytes.listpack(["f"]))
        let file = FileBytes.file("REDIS0011", sound + odd + odd + sound)
        var reader = try FrameReader(ByteWindow(file))
        let run = try reader.passKeys()
        #expect(run.count == 4)
        let found = KeyRun.firstDamage(
            in: reader.payload,
            at: run.range.lowerBound,
            context: reader.context
        )
        let damage = try #require(found)
        #expect(damage.key == "bad")
        var frames = try FrameReader(ByteWindow(file))
        _ = try frames.next()
        guard case .key(let record) = try frames.next() else { throw Fault(.badType) }
        do throws(Fault) {
            try record.type.check(
                frames.payload,
                at: record.payloadRange.lowerBound,
                in: frames.context
            )
            Issue.record("decoded")
        } catch {
            #expect(error == damage.fault)
        }
    }
}
