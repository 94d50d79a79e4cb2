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
    static func passOverPreamble(
        _ reader: inout LogReader,
        of file: LogFile
    ) throws(RecoveryError) {
        do throws(Fault) {
            var frames = try FrameReader(reader.takeWindow(), keepsPayloads: false)
            while try frames.next() != nil {}
            reader.resume(frames.intoWindow())
        } catch {
            throw RecoveryError(error, file: file.path)
        }
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
