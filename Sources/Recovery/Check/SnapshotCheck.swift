import Dispatch
import RedoubtAOF
import RedoubtBytes
import RedoubtRDB
import Synchronization

/// Verifies the snapshot at the start of a file.
struct SnapshotCheck {
    let depth: CheckRun.Depth
    let progress: (any ProgressListener)?

    /// Reads the snapshot and leaves the window behind it.
    ///
    /// - Returns: whether the snapshot says that a log begins with it.
    func run(
        _ window: inout ByteWindow,
        _ file: inout CheckRun.File
    ) throws(RecoveryError) -> Bool {
        var key: RecoveryError.KeyName?
        do throws(Fault) {
            let auxiliaries = try read(&window, &file, &key)
            return Preamble.isDeclared(in: auxiliaries)
        } catch {
            throw RecoveryError(error, file: file.path, key: key)
        }
    }

    private func read(
        _ window: inout ByteWindow,
        _ file: inout CheckRun.File,
        _ key: inout RecoveryError.KeyName?
    ) throws(Fault) -> [(name: ByteString, value: ByteString)] {
        let mappedFile = window.mappedFile
        let ahead = mappedFile.map { ReadAhead($0) }
        defer { ahead?.stop() }
        var auxiliaries: [(name: ByteString, value: ByteString)] = []
        var frames = try FrameReader(window.take(), keepsPayloads: depth == .values)
        var reported = 0
        file.format = frames.format
        while true {
            let passed = try keys(&frames, &key)
            file.keyCount += passed
            if frames.offset - reported > 1 << 20 {
                reported = frames.offset
                ahead?.advance(to: reported)
                progress?.progress(.checking, done: reported, total: mappedFile?.count)
            }
            guard passed == 0 else { continue }
            guard let frame = try frames.next() else { break }
            switch frame {
            case .auxiliary(let name, let value): auxiliaries.append((name, value))
            case .key(let record):
                try value(of: record, frames, &key)
                file.keyCount += 1
            default: break
            }
        }
        try finish(frames, &file)
        window = frames.intoWindow()
        return auxiliaries
    }

    private func finish(
        _ frames: borrowing FrameReader,
        _ file: inout CheckRun.File
    ) throws(Fault) {
        file.checksum = frames.checksum
        file.byteCount = frames.offset
        let assurance: CheckRun.ValueAssurance
        switch frames.checksum {
        case .mismatch: throw Fault(.checksumMismatch, at: frames.offset - 8)
        case .matches: assurance = .checksum
        case .absent, .notComputed, .pending: assurance = .unverified
        }
        file.values = depth == .values ? .decoded : assurance
    }

    // MARK: Keys

    /// Passes over the keys that are in memory, and decodes their values if that is asked for.
    ///
    /// - Returns: their number.
    private func keys(
        _ frames: inout FrameReader,
        _ key: inout RecoveryError.KeyName?
    ) throws(Fault) -> Int {
        let run = try frames.passKeys(sizeMax: depth == .values ? 1 << 20 : 1 << 18)
        if depth == .values, let damage = Self.firstDamage(in: run, frames) {
            key = RecoveryError.KeyName(database: frames.database, key: damage.key)
            throw damage.fault
        }
        return run.count
    }

    /// Decodes the values of a run on all processors.
    ///
    /// Of several damaged values the first in the file is told, whichever was met first.
    private static func firstDamage(
        in run: KeyRun,
        _ frames: borrowing FrameReader
    ) -> KeyDamage? {
        let bytes = frames.payload
        let context = frames.context
        let first = Mutex<(part: Int, damage: KeyDamage)?>(nil)
        DispatchQueue.concurrentPerform(iterations: run.parts.count) { index in
            let part = run.parts[index]
            let start = part.lowerBound - run.range.lowerBound
            let found = KeyRun.firstDamage(
                in: bytes.extracting(start..<(start + part.count)),
                at: part.lowerBound,
                context: context
            )
            guard let found else { return }
            first.withLock { known in
                if known.map({ index < $0.part }) ?? true { known = (index, found) }
            }
        }
        return first.withLock { $0?.damage }
    }

    /// Decodes the value of a key that was read by itself.
    private func value(
        of record: KeyFrame,
        _ frames: borrowing FrameReader,
        _ key: inout RecoveryError.KeyName?
    ) throws(Fault) {
        guard depth == .values else { return }
        do throws(Fault) {
            try record.type.check(
                frames.payload,
                at: record.payloadRange.lowerBound,
                in: frames.context
            )
        } catch {
            key = RecoveryError.KeyName(database: record.database, key: ByteString(frames.key))
            throw error
        }
    }
}
