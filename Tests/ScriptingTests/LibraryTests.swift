import RedoubtBytes
import RedoubtCommands
import RedoubtTestSupport
import Testing

/// What a live Redis 6.2 answered to the same scripts.
@Suite("The libraries that scripts may use")
struct LibraryTests {
    private func text(_ script: ByteString) throws -> ByteString? {
        guard case .bulk(let bytes) = try Scripted().script(script) else { return nil }
        return bytes
    }

    private func texts(_ script: ByteString) throws -> [Reply] {
        guard case .array(let replies) = try Scripted().script(script) else { return [] }
        return replies
    }

    @Test("Random numbers are the servers', the same in every script")
    func random() throws {
        let scripted = Scripted()
        for _ in 0..<2 {
            let first = try scripted.script(
                """
                return {tostring(math.random()),math.random(10),math.random(5,50),
                math.random(1000000)}
                """
            )
            #expect(
                first
                    == .array([
                        .bulk("0.17082803611217"), .integer(8), .integer(9), .integer(870466),
                    ])
            )
        }
        let seeded = try scripted.script(
            "math.randomseed(42) return {tostring(math.random()), math.random(1000000)}"
        )
        #expect(seeded == .array([.bulk("0.74452500033403"), .integer(342_702)]))
    }

    @Test("JSON is written with 14 digits, sparse arrays and escapes as the servers do")
    func jsonWriting() throws {
        let mixed = try text(
            #"return cjson.encode({1,2,3.5,'a/b"\n',{x=1},{},true,cjson.null})"#
        )
        #expect(mixed == #"[1,2,3.5,"a\/b\"\n",{"x":1},{},true,null]"#)
        #expect(try text("return cjson.encode({[1]=1,[4]=4})") == "[1,null,null,4]")
        #expect(try text("return cjson.encode(123456789012345678)") == "1.2345678901235e+17")
        #expect(try text("return cjson.encode(1/3)") == "0.33333333333333")
        #expect(try text("return cjson.encode({[1.5]='x'})") == #"{"1.5":"x"}"#)
    }

    @Test("JSON that can not be written is refused in the servers' words")
    func jsonRefusals() throws {
        let sparse = try text("local a,b=pcall(cjson.encode,{[1]=1,[20]=4}) return b")
        #expect(sparse == "Cannot serialise table: excessively sparse array")
        let function = try text("local a,b=pcall(cjson.encode,function() end) return b")
        #expect(function == "Cannot serialise function: type not supported")
        let cycle = try text("local t={} t[1]=t local a,b=pcall(cjson.encode,t) return b")
        #expect(cycle == "Cannot serialise, excessive depth (1001)")
        #expect(Scripted().error("return cjson.encode(0/0)")?.code == .error)
    }

    @Test("JSON is read with its escapes, and damage is refused")
    func jsonReading() throws {
        let read = try texts(
            #"""
            local t=cjson.decode('{"a":[1,2,{"b":null}],"c":"\\u00e9\\ud83d\\ude00"}')
            return {t.a[1],tostring(t.a[3].b==cjson.null),t.c}
            """#
        )
        #expect(read == [.integer(1), .bulk("true"), .bulk("é😀")])
        for damaged in [#"{"a":}"#, "[1,2", "", #"{"a" 1}"#, #""\ud800""#, "[1]x", #""abc"#] {
            #expect(Scripted().error(ByteString("return cjson.decode([[\(damaged)]])")) != nil)
        }
        let deep = "return cjson.decode(string.rep('[', 100000))"
        #expect(Scripted().error(ByteString(deep))?.code == .error)
    }

    @Test("What is no number in JSON is written and read as the settings say")
    func jsonSettings() throws {
        let written = try text(
            """
            cjson.encode_invalid_numbers('null') local a = cjson.encode({1/0})
            cjson.encode_invalid_numbers(true) local b = cjson.encode({-1/0})
            cjson.encode_invalid_numbers(false) return a .. b .. tostring(pcall(cjson.encode, 0/0))
            """
        )
        #expect(written == "[null][-inf]false")
        let read = try text(
            """
            local a = cjson.decode('[0x10,012,1e2]')
            cjson.decode_invalid_numbers(false)
            local hex, zero = pcall(cjson.decode, '[0x10]'), pcall(cjson.decode, '[012]')
            local plain = cjson.decode('[-0.5,0,10]')
            cjson.decode_invalid_numbers(true)
            return table.concat(a, ' ') .. tostring(hex) .. tostring(zero) .. plain[1] .. plain[3]
            """
        )
        #expect(read == "16 12 100falsefalse-0.510")
        let depth = try text(
            """
            cjson.decode_max_depth(2) local shallow = pcall(cjson.decode, '[[[]]]')
            cjson.decode_max_depth(1000)
            return tostring(shallow) .. tostring(cjson.encode_max_depth())
            """
        )
        #expect(depth == "false1000")
    }

    @Test("Damaged input never breaks the libraries")
    func damagedInput() throws {
        var generator = SeededGenerator(seed: 1)
        let inputs: [[UInt8]] = [
            Array(#"{"a":[1,{"b":null}],"c":"\u00e9\ud83d\ude00","d":-1.5e10}"#.utf8),
            [0x93, 1, 0xA3, 97, 98, 99, 0x82, 1, 2, 0xC0, 0xC3, 0xDC, 0, 2, 1, 2, 0xDD, 255, 255],
            Array("<i4>I2!8dc0sbBhHlLTxfc5".utf8),
        ]
        let scripted = Scripted()
        for _ in 0..<3000 {
            var input = inputs[Int.random(in: 0..<inputs.count, using: &generator)]
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<input.count, using: &generator)
                input[place] = .random(in: 0...255, using: &generator)
            }
            let reply = try scripted.run("EVAL", Self.decoding, "0", ByteString(input))
            #expect(reply == .integer(1))
        }
    }

    private static let decoding: ByteString = """
        pcall(cjson.decode, ARGV[1]) pcall(cmsgpack.unpack, ARGV[1])
        pcall(struct.unpack, ARGV[1], ARGV[1]) pcall(struct.size, ARGV[1])
        pcall(struct.pack, ARGV[1], ARGV[1], 1, 2, ARGV[1]) return 1
        """

    @Test("MessagePack takes the servers' choice of forms")
    func messagePack() throws {
        let packed = try text(
            """
            return cmsgpack.pack(1,-1,-33,128,300,70000,2^33,-200,-40000,0.5,0.1,'abc',true,false,
            nil,{1,2},{a=1},{})
            """
        )
        let expected: [UInt8] = [
            0x01, 0xFF, 0xD0, 0xDF, 0xCC, 0x80, 0xCD, 0x01, 0x2C, 0xCE, 0, 1, 0x11, 0x70, 0xCF, 0,
            0, 0, 2, 0, 0, 0, 0, 0xD1, 0xFF, 0x38, 0xD2, 0xFF, 0xFF, 0x63, 0xC0, 0xCA, 0x3F, 0, 0,
            0, 0xCB, 0x3F, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A, 0xA3, 0x61, 0x62, 0x63, 0xC3,
            0xC2, 0xC0, 0x92, 1, 2, 0x81, 0xA1, 0x61, 1, 0x90,
        ]
        #expect(packed?.array == expected)
        let back = try texts(
            "return {cmsgpack.unpack(cmsgpack.pack(1,-1,-33,300,2^33,-40000,'abc',{1,2}))}"
        )
        #expect(
            back == [
                .integer(1), .integer(-1), .integer(-33), .integer(300), .integer(8_589_934_592),
                .integer(-40000), .bulk("abc"), .array([.integer(1), .integer(2)]),
            ]
        )
        let one = try texts("return {cmsgpack.unpack_one(cmsgpack.pack(1,2,3),1)}")
        #expect(one == [.integer(2), .integer(2)])
        let two = try texts("return {cmsgpack.unpack_limit(cmsgpack.pack(1,2,3),2)}")
        #expect(two == [.integer(2), .integer(1), .integer(2)])
        #expect(
            Scripted().error("return cmsgpack.unpack(string.char(0xdd,255,255,255,255))") != nil
        )
    }

    @Test("Binary layouts have sizes, endianness and alignment")
    func layouts() throws {
        let packed = try text("return struct.pack('>I2i4lBc3sx',258,-2,7,255,'abcd','zz')")
        #expect(
            packed?.array == [
                1, 2, 255, 255, 255, 254, 0, 0, 0, 0, 0, 0, 0, 7, 255, 97, 98, 99, 122, 122, 0, 0,
            ]
        )
        let back = try texts(
            "return {struct.unpack('<I2i4bBHd',struct.pack('<I2i4bBHd',65535,-5,-1,255,1234,2))}"
        )
        #expect(back == [65535, -5, -1, 255, 1234, 2, 19].map { .integer($0) })
        let counted = try texts("return {struct.unpack('Bc0',struct.pack('Bc0',3,'abc'))}")
        #expect(counted == [.bulk("abc"), .integer(5)])
        #expect(try Scripted().script("return struct.size('!4bi8h')") == .integer(14))
        let aligned = try text("return struct.pack('!4bi8h',1,2,3)")
        #expect(aligned?.array == [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0])
        for hostile in ["'c99999999999999999999'", "'i999'", "'!3'", "'q'", "'s'"] {
            #expect(Scripted().error(ByteString("return struct.unpack(\(hostile),'ab')")) != nil)
        }
    }

    @Test("Bit operations give signed 32-bit numbers")
    func bits() throws {
        let found = try texts(
            """
            return {bit.tobit(0xffffffff),bit.bnot(1),bit.band(255,15),bit.bor(1,2,4),bit.bxor(5,3),
            bit.lshift(1,31),bit.rshift(-1,28),bit.arshift(-256,4),bit.rol(0x12345678,8),
            bit.ror(0x12345678,8),bit.bswap(0x12345678)}
            """
        )
        let expected: [Int64] = [
            -1, -2, 15, 7, 6, -2_147_483_648, 15, -16, 878_082_066, 2_014_458_966, 2_018_915_346,
        ]
        #expect(found == expected.map { .integer($0) })
        #expect(
            try texts("return {bit.tohex(255),bit.tohex(-1,-4)}") == [
                .bulk("000000ff"), .bulk("FFFF"),
            ]
        )
    }
}
