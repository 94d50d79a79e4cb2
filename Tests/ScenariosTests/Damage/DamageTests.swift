import RedoubtTestSupport
import Testing

/// Small files of real servers, damaged at every offset, give a clear error or a sound result.
///
/// A crash ends the whole run, a hang is caught by the time that one change may take.
@Suite("Damage at every offset")
struct DamageTests {
    /// What all files together may take, and the suites that run beside this one.
    private static let growthMax = 300 << 20

    @Test("a changed byte", arguments: SmallFixture.all)
    func changedByte(_ fixture: SmallFixture) throws {
        let copy = try DamagedCopy(fixture)
        let peak = try PeakMemory.now()
        defer { expectLittleGrowth(since: peak) }
        for path in copy.files {
            let file = try DamagedFile(path)
            for offset in file.bytes.indices {
                for byte in file.variants(at: offset) {
                    let survey = try surveyed(copy.subject, path, offset) { survey in
                        try file.changing(offset, to: byte, survey)
                    }
                    guard fixture.isChecksummed else { continue }
                    let isFound = survey.digest == nil && survey.isFoundDamaged
                    #expect(isFound, "\(path): offset \(offset): \(byte) was not noticed")
                }
            }
        }
    }

    @Test("a missing end", arguments: SmallFixture.all)
    func cut(_ fixture: SmallFixture) throws {
        let copy = try DamagedCopy(fixture)
        let peak = try PeakMemory.now()
        defer { expectLittleGrowth(since: peak) }
        // The last file is that which servers let end anywhere; it is cut first.
        for path in copy.files.sorted(by: { left, _ in left.hasSuffix(".incr.aof") }) {
            let file = try DamagedFile(path)
            for size in file.bytes.indices.reversed() {
                try file.cut(to: size)
                let survey = try surveyed(copy.subject, path, size) { try $0() }
                // An empty file is an empty log.
                if fixture.isSnapshot, size > 0 {
                    let isFound = survey.digest == nil && survey.isFoundDamaged
                    #expect(isFound, "\(path): cut to \(size)")
                }
                if path.hasSuffix(".incr.aof") {
                    #expect(survey.digest != nil, "\(path): cut to \(size)")
                }
            }
        }
    }

    @Test("a changed byte or a missing end in a stream", arguments: snapshots)
    func streamed(_ fixture: SmallFixture) throws {
        let bytes = try fixture.bytes()
        let peak = try PeakMemory.now()
        defer { expectLittleGrowth(since: peak) }
        for offset in bytes.indices {
            #expect(try Survey.streamed(Array(bytes[..<offset])) == nil, "cut to \(offset)")
            for byte in [bytes[offset] ^ 0xFF, bytes[offset] ^ 0x01] {
                var changed = bytes
                changed[offset] = byte
                let digest = try Survey.streamed(changed)
                #expect(digest == nil || !fixture.isChecksummed, "offset \(offset): \(byte)")
            }
        }
    }

    @Test("covers the small fixtures, which are there")
    func present() {
        #expect(Self.snapshots.count >= 20)
        #expect(SmallFixture.all.count - Self.snapshots.count >= 6)
    }

    private static let snapshots = SmallFixture.all.filter(\.isSnapshot)

    private func expectLittleGrowth(since peak: Int) {
        #expect(throws: Never.self) {
            let growth = try PeakMemory.now() - peak
            #expect(growth < Self.growthMax, "the process grew by \(growth) bytes")
        }
    }

    private func surveyed(
        _ subject: String,
        _ path: String,
        _ offset: Int,
        _ damaged: (() throws -> Survey) throws -> Survey
    ) throws -> Survey {
        let start = ContinuousClock.now
        let survey = try damaged { try Survey(subject) }
        let time = ContinuousClock.now - start
        #expect(time < Survey.hangBound, "\(path): offset \(offset) took \(time)")
        return survey
    }
}

extension SmallFixture {
    /// Whether a checksum covers every byte.
    fileprivate var isChecksummed: Bool { isSnapshot && !name.contains("-plain.") }
}
