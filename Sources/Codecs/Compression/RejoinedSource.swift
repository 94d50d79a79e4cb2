import RedoubtBytes

/// A stream whose first bytes were read already: gives those back, then the rest.
struct RejoinedSource<Rest: ByteSource>: ByteSource {
    private let first: [UInt8]
    private var given = 0
    private var rest: Rest

    init(first: [UInt8], rest: Rest) {
        self.first = first
        self.rest = rest
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        guard given < first.count else { return try unsafe rest.read(into: buffer) }
        let count = min(buffer.count, first.count - given)
        // `count` bytes fit the buffer and are still to be given.
        unsafe buffer.copyBytes(from: first[given..<(given + count)])
        given += count
        return count
    }
}

/// Reads a regular file from its first byte, wherever its descriptor stands.
struct RegularFileSource: ByteSource {
    private let file: InputFile
    private var offset = 0

    init(_ file: InputFile) {
        self.file = file
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Fault) -> Int {
        let count = try unsafe file.read(into: buffer, at: offset)
        offset += count
        return count
    }
}
