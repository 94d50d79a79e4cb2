public import RedoubtBytes

/// Inputs that may be compressed as a whole, told by their first bytes.
///
/// | First bytes | Format |
/// |---|---|
/// | `1F 8B` | gzip |
/// | `04 22 4D 18` | LZ4 frame |
/// | `50`–`5F`, `2A 4D 18` | LZ4 skippable frame, which other frames follow |
///
/// No snapshot, log or manifest begins like one of these.
public enum CompressedInput {
    /// A compression that is recognised.
    public enum Kind: Hashable, Sendable {
        /// One or more gzip members.
        case gzip
        /// One or more LZ4 frames.
        case lz4
    }

    private static let magicCount = 4

    /// The compression that the first bytes of an input tell of, or nil for a plain input.
    public static func detect(_ firstBytes: RawSpan) -> Kind? {
        if starts(firstBytes, with: [0x1F, 0x8B]) { return .gzip }
        if starts(firstBytes, with: [0x04, 0x22, 0x4D, 0x18]) { return .lz4 }
        guard firstBytes.byteCount >= magicCount else { return nil }
        let isSkippable =
            firstBytes[byte: 0] & 0xF0 == 0x50
            && starts(firstBytes.extracting(1..<magicCount), with: [0x2A, 0x4D, 0x18])
        return isSkippable ? .lz4 : nil
    }

    /// Opens a file, a pipe or a device for reading, decompressed where its first bytes say so.
    ///
    /// A plain regular file is mapped, from its first byte; everything else is streamed. All
    /// offsets are those of the decompressed data.
    public static func open(_ file: InputFile) throws(Fault) -> ByteWindow {
        if try file.regularSize() == nil { return try openStream(FileSource(file)) }
        var source = RegularFileSource(file)
        let magic = try readFirst(from: &source)
        guard let kind = detect(magic.rawSpan) else {
            return ByteWindow(try MappedFile(file))
        }
        return ByteWindow(decompress(RegularFileSource(file), kind))
    }

    /// Opens any stream, decompressed where its first bytes say so.
    public static func openStream(_ source: some ByteSource) throws(Fault) -> ByteWindow {
        var source = source
        let magic = try readFirst(from: &source)
        let whole = RejoinedSource(first: magic, rest: source)
        guard let kind = detect(magic.rawSpan) else { return ByteWindow(whole) }
        return ByteWindow(decompress(whole, kind))
    }

    private static func decompress(_ source: some ByteSource, _ kind: Kind) -> any ByteSource {
        switch kind {
        case .gzip: GzipSource(source)
        case .lz4: LZ4FrameSource(source)
        }
    }

    private static func starts(_ bytes: RawSpan, with magic: [UInt8]) -> Bool {
        bytes.byteCount >= magic.count
            && bytes.extracting(0..<magic.count).equalsBytes(magic.rawSpan)
    }

    /// Reads as many bytes as a magic has, fewer if the stream ends.
    private static func readFirst(from source: inout some ByteSource) throws(Fault) -> [UInt8] {
        var first = ByteBuilder(capacity: magicCount)
        while first.count < magicCount {
            let before = first.count
            try unsafe first.appendUninitialised(magicCount - before) { (room) throws(Fault) in
                try unsafe source.read(into: room)
            }
            if first.count == before { break }
        }
        return first.array
    }
}
