import RedoubtBytes

/// A source that gives one byte at a time.
struct TrickleSource: ByteSource {
    var bytes: [UInt8]
    var index = 0

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        guard index < bytes.count, !buffer.isEmpty else { return 0 }
        buffer[0] = bytes[index]
        index += 1
        return 1
    }
}

extension ByteWindow {
    /// A window that sees one byte more at a time through the smallest buffer.
    static func trickling(_ bytes: [UInt8]) -> ByteWindow {
        ByteWindow(TrickleSource(bytes: bytes), refillCount: 1)
    }
}
