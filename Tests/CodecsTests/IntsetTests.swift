import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("Intset")
struct IntsetTests {
    @Test(
        "the width is the smallest that holds all members",
        arguments: [
            ([1], 2), ([-32768, 0, 32767], 2), ([-32769, 0], 4), ([0, 32768], 4),
            ([-2_147_483_648, 2_147_483_647], 4), ([0, 2_147_483_648], 8), ([.min, .max], 8),
        ] as [([Int64], Int)]
    )
    func width(members: [Int64], width: Int) throws {
        let writer = IntsetWriter(members)
        let blob = writer.blob.array
        #expect(blob.count == 8 + width * members.count)
        #expect(Int(blob[0]) == width)
        #expect(try PackedSamples.members(ofIntset: blob) == members)
        #expect(try IntsetCheck.check(blob.rawSpan) == members.count)
    }

    @Test("the bytes are those of the servers")
    func literal() {
        let writer = IntsetWriter([-1, 2])
        #expect(writer.blob.array == bytes(hex: "0200000002000000ffff0200"))
    }

    @Test("members out of order are read, and found by the check")
    func order() throws {
        for hex in ["0200000002000000" + "02000100", "0200000002000000" + "02000200"] {
            let blob = bytes(hex: hex)
            #expect(try PackedSamples.members(ofIntset: blob).count == 2)
            #expect(throws: Fault(.badIntset, at: 110)) {
                try IntsetCheck.check(blob.rawSpan, at: 100)
            }
        }
    }

    @Test(
        "what is not an intset is refused",
        arguments: [
            "", "0200000000000000", "03000000010000000000ff", "02000000020000000100",
            "0200000001000000010000", "0800000000000020" + "0000000000000000",
        ]
    )
    func refused(hex: String) {
        let blob = bytes(hex: hex)
        let result = outcome { () throws(Fault) in try IntsetCheck.check(blob.rawSpan) }
        #expect((try? result.get()) == nil)
    }
}
