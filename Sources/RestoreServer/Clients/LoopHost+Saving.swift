import Foundation
import Logging
import NIOCore
import RedoubtBytes
import RedoubtKeyspace
import RedoubtServing
import Synchronization

/// Keeping what clients write, and writing snapshots, beside their requests.
extension LoopHost {
    /// Puts what requests did into the log, before their answers go out.
    func keepJournal() {
        guard let log else { return engine.takeJournal { _ in } }
        engine.takeJournal { log.append($0) }
        noteLog(log)
    }

    private func noteLog(_ log: ServedLog) {
        engine.saving.logByteCount = log.byteCount
        engine.saving.isLogWhole = log.failure == nil
        guard let failure = log.failure else {
            engine.writeRefusal = nil
            return
        }
        if engine.writeRefusal == nil {
            logger.error("The log can not be kept", metadata: ["cause": "\(failure)"])
        }
        engine.writeRefusal = "MISCONF Errors writing to the AOF file: \(failure)"
        guard log.policy == .always, log.hasBegun else { return }
        // What was promised can not be kept: nobody may be told that it is.
        logger.critical("Stopping: with --appendfsync always no write may be lost")
        exit(1)
    }

    /// Once a second: what was appended becomes durable, what could not be written is tried again.
    func keepLog() {
        guard let log else { return }
        if log.failure != nil {
            if !log.hasBegun { beginLog() }
            log.flush()
            noteLog(log)
        }
        guard log.policy == .everysec, !isSyncing, let sync = log.takeSync() else { return }
        isSyncing = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        let loop = loop
        Self.disk.async {
            var failure: Fault?
            do throws(Fault) { try sync.run() } catch { failure = error }
            let outcome = failure
            loop.execute {
                let host = bound.value
                host.isSyncing = false
                guard let log = host.log else { return }
                log.noteSync(failed: outcome)
                host.noteLog(log)
            }
        }
    }

    private static let disk = DispatchQueue(label: "redoubt-disk")

    // MARK: The base of the log

    /// Begins the log, once the dataset is there: its base is the snapshot that is served, or is
    /// written.
    ///
    /// Where that fails, writes are refused, and it is tried again each second.
    func beginLog() {
        guard let log, !hasBegunLog else { return engine.releaseWrites() }
        hasBegunLog = true
        // What is done until now is in the base.
        keepJournal()
        do throws(Fault) {
            if let linkable, try log.linkBase(linkable) { return finishBeginning(log, nil) }
        } catch {
            return finishBeginning(log, error)
        }
        write(to: log.nextBasePath, marks: [("aof-base", "1")]) { host, failure in
            var failure = failure
            if failure == nil {
                do throws(Fault) { try log.beginWithWrittenBase() } catch { failure = error }
            }
            host.finishBeginning(log, failure)
        }
    }

    private func finishBeginning(_ log: ServedLog, _ failure: Fault?) {
        if let failure {
            log.noteBegin(failed: failure)
            hasBegunLog = false
        } else {
            engine.beginJournal()
        }
        noteLog(log)
        engine.releaseWrites()
    }

    // MARK: Requests of clients

    func save(_ request: SavingRequest) -> String? {
        guard let folder else {
            return "ERR there is no folder to write to: this server was started without --dir"
        }
        guard engine.isReady else { return "ERR the dataset is still being read" }
        guard !engine.saving.isSaving, !engine.saving.isRewriting else {
            return "ERR Background save already in progress"
        }
        switch request {
        case .snapshot: return saveNow(folder)
        case .snapshotBeside:
            engine.saving.isSaving = true
            write(to: "\(folder)/dump.rdb", marks: []) { host, failure in
                host.engine.noteSave(failed: failure != nil)
            }
            return nil
        case .rewrite: return rewrite()
        }
    }

    private func saveNow(_ folder: String) -> String? {
        do throws(Fault) {
            let file = try AtomicFile(path: "\(folder)/dump.rdb")
            let recorder = SnapshotRecorder(for: engine.options.profile, nowMs: engine.nowMs)
            let written = try recorder.write(engine.capture(), to: file)
            try written.commit()
            engine.noteSave(failed: false)
            return nil
        } catch {
            engine.noteSave(failed: true)
            return "ERR \(error)"
        }
    }

    private func rewrite() -> String? {
        guard let log else { return "ERR there is no log to rewrite" }
        keepJournal()
        let base: String
        do throws(Fault) {
            base = try log.beginRewrite()
        } catch {
            return "ERR \(error)"
        }
        // Readers of the new increment know no database yet.
        engine.beginJournal()
        engine.saving.isRewriting = true
        write(to: base, marks: [("aof-base", "1")]) { host, failure in
            host.engine.saving.isRewriting = false
            var failure = failure
            if failure == nil {
                do throws(Fault) { try log.finishRewrite() } catch { failure = error }
            } else {
                log.abandonRewrite()
            }
            host.engine.saving.hasRewritten = failure == nil
            if let failure {
                host.logger.error("The rewrite failed", metadata: ["cause": "\(failure)"])
            }
        }
        return nil
    }

    /// Writes the dataset as it is now, on a thread.
    private func write(
        to path: String,
        marks: [(name: ByteString, value: ByteString)],
        _ done: @escaping (LoopHost, Fault?) -> Void
    ) {
        var recorder = SnapshotRecorder(for: engine.options.profile, nowMs: engine.nowMs)
        recorder.auxiliaries += marks
        let capture = Captured(engine.capture())
        let finish = NIOLoopBound((self, done), eventLoop: loop)
        let loop = loop
        let ready = recorder
        let thread = Thread {
            let failure = capture.write(ready, to: path)
            loop.execute {
                let (host, done) = finish.value
                done(host, failure)
            }
        }
        thread.name = "redoubt-save"
        thread.start()
    }
}

/// A dataset on its way to the thread that writes it, where it is let go of as well.
final class Captured: Sendable {
    private let keyspace: Mutex<Keyspace?>

    init(_ keyspace: consuming Keyspace) {
        self.keyspace = Mutex(keyspace)
    }

    /// The dataset, once.
    func take() -> Keyspace? {
        keyspace.withLock { $0.take() }
    }

    func write(_ recorder: SnapshotRecorder, to path: String) -> Fault? {
        guard let keyspace = take() else { return nil }
        do throws(Fault) {
            let file = try AtomicFile(path: path)
            let written = try recorder.write(keyspace, to: file)
            try written.commit()
            return nil
        } catch {
            return error
        }
    }
}
