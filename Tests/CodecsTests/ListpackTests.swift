import RedoubtBytes
import RedoubtCodecs
import Testing

@Suite("Listpack")
struct ListpackTests {
    @Test("integers are written as Redis 7.0 writes them, and read back")
    func integers() throws {
        let expected = bytes(
            hex: """
                870000001b00000101010c010d017f01c08002dfff02df8002df7f02cfff02d00002f1001003f1ffef\
                03f1ff7f03f1008003f200800004f2ff7fff04f2ffff7f04f200008004f30000800005f3ffff7fff05\
                f3ffffff7f05f30000008005f4000000800000000009f4ffffff7fffffffff09f4ffffffffffffff7f\
                09f4000000000000008009ff
                """
        )
        let elements = PackedSamples.integers.map { ByteString(decimal: $0) }
        #expect(PackedSamples.listpack(elements) == expected)
        #expect(try PackedSamples.elements(ofListpack: expected) == elements)
        #expect(try ListpackCheck.check(expected.rawSpan) == elements.count)
    }

    @Test("texts are written as Redis 7.0 writes them, and read back")
    func texts() throws {
        let blob = PackedSamples.listpack(PackedSamples.texts)
        let start = bytes(
            hex: """
                b700000009008001822d3003822b310383303037048161028331322004933932323333373230\
                33363835\
                3437373538303814bf
                """
        )
        #expect(Array(blob.prefix(start.count)) == start)
        #expect(blob.count == 183)
        #expect(blob.suffix(2) == [0x42, 0xFF])
        #expect(try PackedSamples.elements(ofListpack: blob) == PackedSamples.texts)
    }

    @Test(
        "the backward length has the size that Redis 7.0 gives it at every border",
        arguments: [
            (126, 142, 0x0679_129a_f64e_1645), (127, 143, 0xb0c1_7c44_335e_41c8),
            (4095, 4111, 0xbdd6_fea9_4269_13a4), (4096, 4115, 0x94ea_0824_9ec8_e234),
            (16380, 16400, 0x62e0_965d_f40f_a0c7), (16383, 16403, 0x8c51_3ff1_70f9_1974),
        ] as [(Int, Int, UInt64)]
    )
    func backwardLength(length: Int, size: Int, print: UInt64) throws {
        let elements = [ByteString(PackedSamples.run(of: "z", length)), "end"]
        let blob = PackedSamples.listpack(elements)
        #expect(blob.count == size)
        #expect(fingerprint(blob) == print)
        #expect(try PackedSamples.elements(ofListpack: blob) == elements)
    }

    @Test(
        "an element exactly at a border of the backward length reads back",
        arguments: [
            (16377, 2), (16378, 3), (2_097_145, 3), (2_097_146, 4),
        ]
    )
    func borders(length: Int, backward: Int) throws {
        let elements = [ByteString(PackedSamples.run(of: "z", length))]
        let blob = PackedSamples.listpack(elements)
        #expect(blob.count == 7 + 5 + length + backward)
        #expect(try PackedSamples.elements(ofListpack: blob) == elements)
    }

    @Test("a listpack without elements is seven bytes, and ends at once")
    func empty() throws {
        let blob = PackedSamples.listpack([])
        #expect(blob == [7, 0, 0, 0, 0, 0, 0xFF])
        #expect(try PackedSamples.elements(ofListpack: blob).isEmpty)
    }

    @Test("a count of 65535 is not known, and one below it must be right")
    func unknownCount() throws {
        var writer = ListpackWriter()
        for _ in 0..<65534 { writer.append(integer: 1) }
        #expect(try ListpackReader(writer.blob).countHint == 65534)
        for _ in 0..<10 { writer.append(integer: 1) }
        #expect(try ListpackReader(writer.blob).countHint == nil)
        #expect(try ListpackCheck.check(writer.blob) == 65544)
        var blob = writer.finish().array
        blob[4] = 0xFE
        #expect(throws: Fault(.badListpack, at: blob.count - 1)) {
            try ListpackCheck.check(blob.rawSpan)
        }
    }

    @Test("a string stays a string where the writer is told so")
    func strings() throws {
        var writer = ListpackWriter()
        writer.append(string: ByteString("12").bytes)
        #expect(writer.finish().array == [11, 0, 0, 0, 1, 0, 0x82, 0x31, 0x32, 3, 0xFF])
        var reader = try ListpackReader(writer.blob)
        let first = try reader.next()
        #expect(first?.isInteger == false)
        #expect(first?.integerValue() == 12)
        #expect(first?.score() == 12)
    }

    @Test("a writer that forgot its elements starts anew")
    func removeAll() {
        var writer = ListpackWriter()
        writer.append(ByteString("some").bytes)
        writer.removeAll()
        #expect(writer.count == 0)
        writer.append(ByteString("5").bytes)
        #expect(writer.finish().array == [9, 0, 0, 0, 1, 0, 5, 1, 0xFF])
    }

    @Test("a fault names the offset in the whole input")
    func offset() {
        let blob: [UInt8] = [9, 0, 0, 0, 1, 0, 5, 2, 0xFF]
        #expect(throws: Fault(.badListpack, at: 106)) {
            try ListpackCheck.check(blob.rawSpan, at: 100)
        }
    }

    @Test(
        "what is not a listpack is refused",
        arguments: [
            [], [0xFF], [7, 0, 0, 0, 0, 0], [8, 0, 0, 0, 0, 0, 0xFF], [7, 0, 0, 0, 0, 0, 0],
            // An end mark before the end, a reserved encoding, a length that is far too large.
            [9, 0, 0, 0, 0, 0, 0xFF, 1, 0xFF], [9, 0, 0, 0, 1, 0, 0xF5, 1, 0xFF],
            [13, 0, 0, 0, 1, 0, 0xF0, 0xFF, 0xFF, 0xFF, 0xFF, 5, 0xFF],
            // A wrong count.
            [9, 0, 0, 0, 2, 0, 5, 1, 0xFF],
        ] as [[UInt8]]
    )
    func refused(blob: [UInt8]) {
        let result = outcome { () throws(Fault) in try ListpackCheck.check(blob.rawSpan) }
        #expect((try? result.get()) == nil)
    }
}
