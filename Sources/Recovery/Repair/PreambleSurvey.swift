import RedoubtBytes
import RedoubtRDB

/// Reads the snapshot in front of a log, for where the log begins.
struct PreambleSurvey {
    private let file: MappedFile
    private let proof: BoundaryProof

    init(_ file: MappedFile, _ evidence: CommandEvidence) {
        self.file = file
        proof = BoundaryProof(evidence: evidence)
    }

    /// Whether a snapshot begins a file, damaged or not.
    ///
    /// Its magic tells, of which a byte may be wrong, or the name of the file.
    static func beginsSnapshot(_ bytes: RawSpan, name: String) -> Bool {
        guard bytes.byteCount > 0 else { return false }
        return name.hasSuffix(".rdb") || isMagic("REDIS", bytes) || isMagic("VALKEY", bytes)
    }

    private static func isMagic(_ magic: String, _ bytes: RawSpan) -> Bool {
        let letters = Array(magic.utf8)
        guard bytes.byteCount >= letters.count else { return false }
        return letters.indices.count { letters[$0] != bytes[byte: $0] } <= 1
    }

    /// Where the snapshot ends, and what is wrong with it.
    func read() -> (end: Int, fault: Fault?) {
        // A wrong length leads far beyond the record that it belongs to.
        var sound = 0
        do throws(Fault) {
            return try passOver(&sound)
        } catch {
            return (logStart(behind: sound), error)
        }
    }

    private func passOver(_ sound: inout Int) throws(Fault) -> (end: Int, fault: Fault?) {
        let ahead = ReadAhead(file)
        defer { ahead.stop() }
        var frames = try FrameReader(ByteWindow(file), keepsPayloads: false)
        var reported = 0
        while true {
            let passed = try frames.passKeys().count
            sound = frames.offset
            if sound - reported > 1 << 20 {
                reported = sound
                ahead.advance(to: reported)
            }
            guard passed == 0 else { continue }
            guard try frames.next() != nil else { break }
        }
        guard !frames.checksum.isMismatch else {
            return (frames.offset, Fault(.checksumMismatch, at: frames.offset - 8))
        }
        return (frames.offset, nil)
    }

    /// The first place behind damage at which commands begin: such as the end mark and the checksum
    /// of a snapshot precede, and any other if there is none.
    private func logStart(behind offset: Int) -> Int {
        let bytes = file.bytes
        var fallback: Int?
        for place in offset..<max(bytes.byteCount, offset) {
            let byte = bytes[byte: place]
            guard byte == UInt8(ascii: "*") || byte == UInt8(ascii: "#") else { continue }
            let isMarked = place >= 9 && bytes[byte: place - 9] == 0xFF
            guard isMarked || fallback == nil else { continue }
            let isProven = proof.holds(
                at: place,
                in: bytes,
                count: BoundaryProof.rowCount,
                floor: .max
            )
            guard isProven else { continue }
            if isMarked { return place }
            fallback = place
        }
        return fallback ?? bytes.byteCount
    }
}
