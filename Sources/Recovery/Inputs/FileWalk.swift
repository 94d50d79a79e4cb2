import RedoubtAOF
import RedoubtBytes
import RedoubtRDB
import RedoubtRESP

/// The steps through the files of a log, with faults turned into errors that name the file.
enum FileWalk {
    static func openNext(_ reader: inout LogReader) throws(RecoveryError) -> LogFile? {
        do throws(LayoutError) {
            return try reader.openNextFile()
        } catch {
            throw RecoveryError(layout: error)
        }
    }

    static func passRecords(
        _ reader: inout LogReader,
        in file: LogFile
    ) throws(RecoveryError) -> Int {
        do throws(Fault) {
            return try reader.passRecords()
        } catch {
            throw RecoveryError(error, file: file.path)
        }
    }

    static func next(
        _ reader: inout LogReader,
        in file: LogFile
    ) throws(RecoveryError) -> LogItem? {
        do throws(Fault) {
            return try reader.next()
        } catch {
            var failure = RecoveryError(error, file: file.path)
            if error.reason == .truncated || error.reason == .openTransaction {
                failure.remedies = [
                    "servers drop such an end, in the last file of a log only; "
                        + "so does every command here unless it is told to be --strict"
                ]
            }
            throw failure
        }
    }

    /// Passes over the snapshot at the start of the open file.
    ///
    /// - Returns: whether records follow it.
    static func passOverPreamble(
        _ reader: inout LogReader,
        of file: LogFile,
        _ warnings: inout [Warning]
    ) throws(RecoveryError) -> Bool {
        var window = reader.takeWindow()
        let isDeclared: Bool
        do throws(Fault) {
            isDeclared = try passOverSnapshot(&window)
        } catch {
            throw RecoveryError(error, file: file.path)
        }
        let isLog = try recordsFollow(
            &window,
            isPreamble: isDeclared,
            path: file.path,
            &warnings
        )
        if isLog { reader.resume(window) }
        return isLog
    }

    /// - Returns: whether the snapshot says that a log begins with it.
    private static func passOverSnapshot(_ window: inout ByteWindow) throws(Fault) -> Bool {
        let ahead = window.mappedFile.map { ReadAhead($0) }
        defer { ahead?.stop() }
        var frames = try FrameReader(window.take(), keepsPayloads: false)
        var auxiliaries: [(name: ByteString, value: ByteString)] = []
        var reported = 0
        while true {
            let passed = try frames.passKeys().count
            if frames.offset - reported > 1 << 20 {
                reported = frames.offset
                ahead?.advance(to: reported)
            }
            guard passed == 0 else { continue }
            guard let frame = try frames.next() else { break }
            if case .auxiliary(let name, let value) = frame { auxiliaries.append((name, value)) }
        }
        window = frames.intoWindow()
        return Preamble.isDeclared(in: auxiliaries)
    }

    /// Whether records stand behind a snapshot, where `window` is.
    ///
    /// Behind the preamble of a log nothing else may stand: what does is left to the reader of
    /// records to refuse. Behind any other snapshot it is a warning: servers do not read it.
    static func recordsFollow(
        _ window: inout ByteWindow,
        isPreamble: Bool,
        path: String,
        _ warnings: inout [Warning]
    ) throws(RecoveryError) -> Bool {
        do throws(Fault) {
            guard let next = try window.peek() else { return false }
            if isPreamble || next == UInt8(ascii: "*") || next == UInt8(ascii: "#") { return true }
            warnings.append(
                Warning(
                    "\(path): offset \(window.offset): bytes follow the end of the snapshot and "
                        + "were not read"
                )
            )
            return false
        } catch {
            throw RecoveryError(error, file: path)
        }
    }
}

extension Warning {
    /// What was dropped at the end of a log.
    static func tail(_ tail: TailReport?, in layout: LogLayout) -> [Warning] {
        guard let tail else { return [] }
        let file = layout.files[tail.fileIndex].path
        let cause =
            switch tail.cause {
            case .truncatedRecord: "the last command is cut off"
            case .openTransaction:
                "the last transaction, of \(tail.transactionCommandCount) commands, is not finished"
            case .corrupt(let fault): "the end is damaged (\(fault))"
            }
        return [
            Warning(
                "\(file): \(cause): \(tail.droppedCount) bytes from offset \(tail.cutOffset) on "
                    + "were dropped, as servers do"
            )
        ]
    }
}
