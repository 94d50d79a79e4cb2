import RedoubtBytes
import RedoubtRDB

/// One pass over the frames of a snapshot.
struct SnapshotPass: ~Copyable {
    private let file: MappedFile?
    private let ahead: ReadAhead?
    private let progress: (any ProgressListener)?
    private var reported = 0
    /// Whether what was decided of keys is being taken, and not the file read.
    private var isTaking = false

    init(_ file: MappedFile?, _ progress: (any ProgressListener)?) {
        self.file = file
        self.progress = progress
        ahead = file.map { ReadAhead($0) }
    }

    deinit {
        ahead?.stop()
    }

    /// Reads to the end of the snapshot.
    ///
    /// - Parameters:
    ///   - first: the first frame behind the leading AUX fields, and where it begins.
    ///   - selection: decides which keys are loaded; nil if all are.
    mutating func run(
        _ frames: inout FrameReader,
        from first: (frame: Frame?, offset: Int),
        _ selection: inout KeySelection?,
        _ content: inout SnapshotContent,
        _ origin: DatasetOrigin
    ) throws(Fault) {
        do throws(Fault) {
            var (next, start) = first
            while let frame = next {
                if let database = frame.firstDatabase {
                    content.begin(&selection, frames.format, origin, database)
                }
                if case .key(let key) = frame {
                    try take(key, frames, &selection, &content)
                } else {
                    selection?.note(frame, at: start)
                    try content.take(frame, frames)
                }
                while try selection?.passKeys(&frames) ?? false {
                    try takeSelected(&selection, &content, waits: false)
                }
                if selection == nil { reach(frames.offset) }
                start = frames.offset
                next = try frames.next()
            }
        } catch {
            // What stands before the fault is told first.
            if !isTaking { try takeSelected(&selection, &content, waits: true) }
            throw error
        }
        try takeSelected(&selection, &content, waits: true)
    }

    private mutating func take(
        _ key: KeyFrame,
        _ frames: borrowing FrameReader,
        _ selection: inout KeySelection?,
        _ content: inout SnapshotContent
    ) throws(Fault) {
        guard selection == nil else {
            selection?.add(key, frames)
            return try takeSelected(&selection, &content, waits: false)
        }
        let payload = frames.payload
        let start = key.payloadRange.lowerBound
        guard try !key.type.isEmpty(payload, at: start, in: frames.context) else { return }
        try content.take(key, frames.key, payload, in: frames.context)
    }

    /// Takes the keys that have to be loaded, as far as they are decided on.
    private mutating func takeSelected(
        _ selection: inout KeySelection?,
        _ content: inout SnapshotContent,
        waits: Bool
    ) throws(Fault) {
        guard let file else { return }
        isTaking = true
        while let segment = try selection?.next(waits: waits) {
            for key in segment.selected {
                try content.take(
                    key.frame,
                    key.name.bytes,
                    file.bytes.extracting(key.frame.payloadRange),
                    in: segment.context
                )
            }
            reach(segment.end)
        }
        isTaking = false
    }

    private mutating func reach(_ offset: Int) {
        guard offset - reported > 1 << 20 else { return }
        reported = offset
        ahead?.advance(to: offset)
        progress?.progress(.loading, done: offset, total: file?.count)
    }
}

extension Frame {
    /// The database whose keys come next, or of this key.
    fileprivate var firstDatabase: Int? {
        switch self {
        case .selectDatabase(let number): number
        case .key(let key): key.database
        default: nil
        }
    }
}
