import RedoubtBytes

/// Bytes that depend on their number alone.
enum SampleText {
    /// Letters in no order, which do not compress.
    static func letters(_ count: Int, seed: UInt64) -> ByteString {
        var state = seed &* 2 &+ 1
        var letters: [UInt8] = []
        for _ in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            letters.append(UInt8(ascii: "a") + UInt8(state >> 60))
        }
        return ByteString(letters)
    }

    /// A document of about a thousand bytes, which compresses well.
    static let document: ByteString = {
        var text = "{"
        for number in 0..<24 {
            text += "\"name-\(number * 37 % 101)\":{\"id\":\(number * 7919),\"on\":true},"
        }
        return ByteString(text + "\"end\":0}")
    }()
}
