import Foundation
import Logging
import NIOCore
import RedoubtBytes
import RedoubtKeyspace
import RedoubtServing

/// Sending the dataset to replicas.
extension LoopHost {
    func beginFullSync(_ sync: FullSync) {
        guard let session = engine.session(sync.sessionID) else { return }
        flush(session)
        var recorder = SnapshotRecorder(
            for: engine.options.profile,
            format: replicationFormat,
            nowMs: engine.nowMs
        )
        recorder.auxiliaries += [
            ("repl-stream-db", "0"), ("repl-id", ByteString(sync.history)),
            ("repl-offset", ByteString(decimal: sync.offset)),
        ]
        let line = SnapshotLine(NIOLoopBound(self, eventLoop: loop), loop, sync)
        let capture = Captured(engine.capture())
        let ready = recorder
        let isDiskless = isDiskless && sync.hasMarkedEnd
        let logger = logger
        let thread = Thread {
            let failure =
                isDiskless
                ? capture.stream(ready, to: line, mark: sync.mark)
                : capture.sendFile(ready, to: line)
            if let failure, failure.reason != .stopped {
                logger.error("A replica gets no snapshot", metadata: ["cause": "\(failure)"])
                line.cut()
            }
        }
        thread.name = "redoubt-sync"
        thread.start()
    }

    /// Sends a piece of a snapshot.
    fileprivate func send(_ bytes: [UInt8], _ sync: FullSync) -> Bool {
        guard engine.sendSnapshot(bytes.rawSpan, to: sync.sessionID) else { return false }
        return true
    }
}

/// The way of a snapshot from the thread that makes it to the replica, a piece at a time.
final class SnapshotLine: Sendable {
    private let host: NIOLoopBound<LoopHost>
    private let loop: any EventLoop
    private let sync: FullSync

    /// How long the thread waits for a replica that does not read.
    private static let patience = 0.002

    init(_ host: NIOLoopBound<LoopHost>, _ loop: any EventLoop, _ sync: FullSync) {
        self.host = host
        self.loop = loop
        self.sync = sync
    }

    /// Sends a piece, and waits until the replica takes more.
    func send(_ bytes: [UInt8]) throws(Fault) {
        let host = host
        let sync = sync
        let isThere = try? loop.submit { host.value.send(bytes, sync) }.wait()
        guard isThere == true else { throw Fault(.stopped) }
        while true {
            let canTakeMore = try? loop.submit { host.value.canTakeMore(sync.sessionID) }.wait()
            guard let canTakeMore else { throw Fault(.stopped) }
            if canTakeMore { return }
            Blocking.sleep(Self.patience)
        }
    }

    /// Tells that everything was sent.
    func finish() {
        let host = host
        let sync = sync
        loop.execute {
            host.value.beginTurn()
            host.value.engine.endSnapshot(sync)
        }
    }

    /// Gives the replica up.
    func cut() {
        let host = host
        let sync = sync
        loop.execute {
            if let session = host.value.engine.session(sync.sessionID) { host.value.cut(session) }
        }
    }
}

/// Collects what a snapshot is made of and sends it in large pieces.
private struct SnapshotLineSink: ByteSink {
    let line: SnapshotLine

    mutating func write(_ bytes: RawSpan) throws(Fault) {
        try line.send(bytes.array)
    }
}

extension Captured {
    /// Sends the snapshot while it is made; its end is marked.
    func stream(_ recorder: SnapshotRecorder, to line: SnapshotLine, mark: String) -> Fault? {
        guard let keyspace = take() else { return nil }
        do throws(Fault) {
            try line.send(Array("$EOF:\(mark)\r\n".utf8))
            _ = try recorder.write(keyspace, to: SnapshotLineSink(line: line))
            try line.send(Array(mark.utf8))
            line.finish()
            return nil
        } catch {
            return error
        }
    }

    /// Writes the snapshot to a file first, so that its length can be told.
    func sendFile(_ recorder: SnapshotRecorder, to line: SnapshotLine) -> Fault? {
        guard let keyspace = take() else { return nil }
        let path = "\(Directory.temporary)/redoubt-sync-\(UUID().uuidString).rdb"
        defer { try? Directory.removeFile(path) }
        do throws(Fault) {
            let written = try recorder.write(keyspace, to: try AtomicFile(path: path))
            try written.commit()
            let input = try InputFile(path: path)
            let file = try MappedFile(input)
            let count = file.count
            try line.send(Array("$\(count)\r\n".utf8))
            var start = 0
            while start < count {
                let end = min(start + 1 << 18, count)
                try line.send(file.bytes.extracting(start..<end).array)
                start = end
            }
            line.finish()
            return nil
        } catch {
            return error
        }
    }
}
