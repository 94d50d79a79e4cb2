import RedoubtBytes
import RedoubtCodecs
import Testing

/// Damaged blobs give a fault or some content, and never trap.
@Suite("Damage to packed blobs")
struct PackedDamageTests {
    enum Encoding: CaseIterable {
        case listpack
        case ziplist
        case zipmap
        case intset
        case hyperLogLog

        var sample: [UInt8] {
            let integers = PackedSamples.integers.map { ByteString(decimal: $0) }
            let long = ByteString(PackedSamples.run(of: "l", 300))
            let elements = integers + PackedSamples.texts + [long, "end"]
            switch self {
            case .listpack: return PackedSamples.listpack(elements)
            case .ziplist: return PackedSamples.ziplist(elements)
            case .zipmap: return ZipmapTests.sample
            case .intset:
                let writer = IntsetWriter([-70_000, -1, 0, 9, 70_000])
                return writer.blob.array
            case .hyperLogLog: return HyperLogLogTests.sevenElements
            }
        }

        /// Reads everything; returns the number of elements.
        func read(_ blob: [UInt8]) throws(Fault) -> Int {
            switch self {
            case .listpack: return try PackedSamples.elements(ofListpack: blob).count
            case .ziplist: return try PackedSamples.elements(ofZiplist: blob).count
            case .zipmap: return try PackedSamples.pairs(ofZipmap: blob).count
            case .intset: return try PackedSamples.members(ofIntset: blob).count
            case .hyperLogLog:
                var value = try HyperLogLog(blob)
                for element in ["a", "z", "17", "another"] {
                    _ = try value.add(ByteString(element).bytes)
                }
                return try value.registers().count
            }
        }

        var reason: Fault.Reason {
            switch self {
            case .listpack: .badListpack
            case .ziplist: .badZiplist
            case .zipmap: .badZipmap
            case .intset: .badIntset
            case .hyperLogLog: .badHyperLogLog
            }
        }
    }

    @Test("every truncation is found", arguments: Encoding.allCases)
    func truncation(encoding: Encoding) throws {
        let sample = encoding.sample
        #expect(try encoding.read(sample) > 0)
        for count in 0..<sample.count {
            let cut = Array(sample.prefix(count))
            switch outcome({ () throws(Fault) in try encoding.read(cut) }) {
            case .success: Issue.record("\(encoding) of \(count) bytes was accepted")
            case .failure(let fault): #expect(fault.reason == encoding.reason)
            }
        }
    }

    @Test("every change of one byte is survived", arguments: Encoding.allCases)
    func corruption(encoding: Encoding) {
        let sample = encoding.sample
        var refused = 0
        var misnamed = 0
        // Inside a long run of one character a change is only content: one is enough there.
        let filler = Set("lxy".utf8)
        for index in sample.indices {
            for change in 1...(filler.contains(sample[index]) ? 1 : 255) {
                var damaged = sample
                damaged[index] ^= UInt8(change)
                let result = outcome { () throws(Fault) in try encoding.read(damaged) }
                guard case .failure(let fault) = result else { continue }
                refused += 1
                if fault.reason != encoding.reason || fault.offset > damaged.count { misnamed += 1 }
            }
        }
        #expect(refused > 0)
        #expect(misnamed == 0)
    }

    @Test("random bytes with a fitting header are survived", arguments: Encoding.allCases)
    func noise(encoding: Encoding) {
        var state: UInt64 = 0x5EED
        for round in 0..<1000 {
            let sample = encoding.sample
            var damaged = sample
            for _ in 0...(round % 7) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                damaged[Int(state >> 33) % damaged.count] = UInt8(truncatingIfNeeded: state >> 56)
            }
            let result = outcome { () throws(Fault) in try encoding.read(damaged) }
            if case .failure(let fault) = result { #expect(fault.reason == encoding.reason) }
        }
    }
}
