import RedoubtBytes
import RedoubtCodecs
import RedoubtTestSupport
import Testing

@Suite("SHA1")
struct SHA1Tests {
    @Test(
        "gives the values of the standard's examples",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
            ),
        ]
    )
    func examples(_ text: String, _ expected: String) {
        let bytes = ByteString(text)
        #expect(SHA1(of: bytes.bytes).hex == expected)
        #expect(SHA1(portablyOf: bytes.bytes).hex == expected)
    }

    @Test("is the same with and without the processor's instructions, for every length")
    func lengths() {
        var generator = SeededGenerator(seed: 1)
        var bytes: [UInt8] = []
        for _ in 0..<400 {
            #expect(SHA1(of: bytes.rawSpan) == SHA1(portablyOf: bytes.rawSpan))
            bytes.append(.random(in: 0...255, using: &generator))
        }
    }

    @Test("hashes a hash like its bytes")
    func hashed() {
        let hash = SHA1(of: ByteString("abc").bytes)
        #expect(hash.hashed() == SHA1(of: hash.bytes.rawSpan))
    }

    @Test("the exclusive or with itself is zero")
    func exclusiveOr() {
        var hash = SHA1(of: ByteString("abc").bytes)
        hash ^= hash
        #expect(hash == SHA1())
        #expect(hash.bytes == Array(repeating: 0, count: 20))
    }
}
