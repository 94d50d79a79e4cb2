import RedoubtBytes
import RedoubtRDB
import RedoubtValues

/// The version of a snapshot, and where its records begin; a guess where the magic is damaged.
struct FormatGuess {
    private static let headerCount = 9
    /// How far the facts about the file are looked for.
    private static let factsCount = 4096

    let format: FormatVersion
    let isGuess: Bool
    let offset: Int

    init(_ file: MappedFile) {
        if let stated = FormatVersion(magicOf: file.bytes) {
            format = stated
            isGuess = false
            offset = Self.headerCount
            return
        }
        isGuess = true
        let start = file.bytes.extracting(0..<min(file.count, Self.factsCount))
        format = Self.named(in: start) ?? Self.likely(start)
        // A header of the right size may be damaged, or be gone with what follows.
        offset = min(Self.headerCount, file.count)
    }

    /// The version of the server that the file names, as `redis-ver` or `valkey-ver`.
    private static func named(in bytes: RawSpan) -> FormatVersion? {
        let context = PayloadContext(format: .redis(15))
        for offset in 0..<bytes.byteCount where bytes[byte: offset] == 250 {
            let rest = bytes.extracting(offset..<bytes.byteCount)
            guard let item = try? SnapshotItem(rest, at: offset, in: context),
                item.kind == .auxiliary,
                let fact = Auxiliary(rest.extracting(0..<item.range.count), in: context),
                let server = ServerProfile(auxiliaries: [(fact.name, fact.value)])
            else { continue }
            return .target(server)
        }
        return nil
    }

    /// Valkey if what is left of the magic looks like it; else the newest that all but it share.
    private static func likely(_ bytes: RawSpan) -> FormatVersion {
        let word = Array("VALKEY".utf8)
        let same = (0..<min(word.count, bytes.byteCount)).count { bytes[byte: $0] == word[$0] }
        return same >= 3 ? .valkey(80) : .redis(11)
    }
}

/// A fact about a file.
struct Auxiliary {
    let name: ByteString
    let value: ByteString

    /// Reads it from the bytes of its item.
    init?(_ bytes: RawSpan, in context: PayloadContext) {
        var cursor = ByteCursor(bytes)
        do throws(Fault) {
            _ = try cursor.byte()
            name = try RDBString.owned(from: &cursor, in: context)
            value = try RDBString.owned(from: &cursor, in: context)
        } catch {
            return nil
        }
    }
}
