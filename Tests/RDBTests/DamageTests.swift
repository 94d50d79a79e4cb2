import RedoubtBytes
import RedoubtRDB
import Testing

@Suite("Damaged input")
struct DamageTests {
    @Test("a payload cut anywhere is refused, whether visited or skipped", arguments: Sample.all)
    func truncation(_ sample: Sample) {
        for count in 0..<sample.payload.count {
            let part = Array(sample.payload[..<count])
            #expect(throws: Fault.self) { try sample.visit(part) }
            #expect(throws: Fault.self) {
                var window = ByteWindow.trickling(part)
                try sample.type.skip(&window, in: sample.context)
            }
        }
    }

    @Test(
        "whatever skips over a changed payload, visiting it stays within it",
        arguments: Sample.all
    )
    func singleByteChanges(_ sample: Sample) throws {
        for index in sample.payload.indices {
            for value in UInt8.min...UInt8.max {
                var changed = sample.payload
                changed[index] = value
                guard let lines = try? sample.visit(changed) else { continue }
                // What is visited to its end is also skipped to the same end.
                #expect(lines.last == "end")
                var window = ByteWindow(changed)
                try sample.type.skip(&window, in: sample.context)
                #expect(window.remainingMax == 0)
            }
        }
    }

    @Test("a file cut anywhere is refused", arguments: Sample.all)
    func truncatedFiles(_ sample: Sample) {
        let file = sample.file
        for count in 0..<file.count {
            #expect(throws: Fault.self) { try frames(ByteWindow(Array(file[..<count]))) }
        }
    }

    @Test("no change of a byte goes unnoticed in a file with a checksum", arguments: Sample.all)
    func changedFiles(_ sample: Sample) {
        guard sample.format.hasChecksum else { return }
        let file = sample.file
        for index in file.indices {
            for bit in 0..<8 {
                var changed = file
                changed[index] ^= 1 << UInt8(bit)
                guard let summary = try? frames(ByteWindow(changed)) else { continue }
                #expect(!summary.contains { $0.hasPrefix("checksum matches") })
            }
        }
    }

    @Test("a claimed count costs no memory")
    func hostileCounts() {
        let huge: [UInt8] = [0x81] + FileBytes.big(UInt64.max >> 2)
        for type in ObjectType.allCases where type != .modulePreGA {
            let payload = (0..<4).flatMap { _ in huge }
            let sample = Sample("", type, .redis(15), payload, [])
            #expect(throws: Fault.self) {
                if try sample.visit(payload).isEmpty { throw Fault(.truncated) }
                if type == .rateLimit { throw Fault(.trailingBytes) }
            }
            var window = ByteWindow.trickling(payload)
            if type != .rateLimit {
                #expect(throws: Fault.self) { try type.skip(&window, in: sample.context) }
            }
        }
    }
}
