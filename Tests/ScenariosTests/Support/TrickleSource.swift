import RedoubtBytes

/// A source that gives one to three bytes at a time.
struct TrickleSource: ByteSource {
    private let bytes: [UInt8]
    private var index = 0
    private var step = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        step = step % 3 + 1
        let count = min(step, buffer.count, bytes.count - index)
        for position in 0..<count { buffer[position] = bytes[index + position] }
        index += count
        return count
    }
}
