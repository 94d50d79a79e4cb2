import RedoubtBytes
import RedoubtRDB

/// Some keys of a snapshot in memory of their own, for work apart from the reader.
struct RecordBlock: Sendable {
    /// A block takes no more keys when it holds as many bytes.
    private static let byteCountMax = 1 << 20
    private static let keyCountMax = 4096

    /// One key: its frame, and where its name and its value stand in the block.
    private struct Record: Sendable {
        let frame: KeyFrame
        let name: Range<Int>
        let payload: Range<Int>
    }

    /// What the payloads need from their file; holds every template declared before them.
    private(set) var context: PayloadContext
    private var bytes: [UInt8] = []
    private var records: [Record] = []

    init(context: PayloadContext) {
        self.context = context
    }

    var isEmpty: Bool { records.isEmpty }
    var isFull: Bool { bytes.count >= Self.byteCountMax || records.count >= Self.keyCountMax }

    /// Takes the current key of a reader.
    mutating func append(_ frame: KeyFrame, _ frames: borrowing FrameReader) {
        let start = bytes.count
        bytes.append(frames.key)
        let middle = bytes.count
        bytes.append(frames.payload)
        records.append(
            Record(frame: frame, name: start..<middle, payload: middle..<bytes.count)
        )
    }

    /// Takes over the templates that were declared meanwhile.
    mutating func seal(_ context: PayloadContext) {
        self.context = context
    }

    /// Calls `body` with frame, name and value of each key in the order of the file.
    ///
    /// - Throws: what `body` throws, with the key where it did.
    func forEach(
        _ body: (KeyFrame, RawSpan, RawSpan) throws(Fault) -> Void
    ) throws(RecordFault) {
        let all = bytes.rawSpan
        for record in records {
            let name = all.extracting(record.name)
            do throws(Fault) {
                try body(record.frame, name, all.extracting(record.payload))
            } catch {
                throw RecordFault(
                    fault: error,
                    key: RecoveryError.KeyName(
                        database: record.frame.database,
                        key: ByteString(name)
                    )
                )
            }
        }
    }
}

/// What is wrong with a key.
struct RecordFault: Error {
    let fault: Fault
    let key: RecoveryError.KeyName
}
