import RedoubtBytes
import RedoubtCommands
public import RedoubtRecovery

extension ServerEngine {
    /// Begins with an empty dataset that ``take(_:)`` fills.
    ///
    /// - Parameters:
    ///   - path: the snapshot, for messages.
    ///   - want: told of each key that a request waits for.
    public func beginLoading(of path: String, want: @escaping (RawSpan) -> Void = { _ in }) {
        loading = Loading(path: path, nowMs: nowMs, want: want)
    }

    /// Whether all keys can be asked for without a wait.
    public var isReady: Bool { loading == nil }

    /// Takes what became known of the dataset, and goes on with requests that waited for it.
    public func take(_ step: LoadStep) {
        guard let loading else { return }
        let news = loading.state.take(step, into: &context.keyspace, of: loading.path)
        switch news {
        case .nothing: return
        case .keys: break
        case .complete: self.loading = nil
        case .failed(let error): loading.failure = "\(error)"
        }
        retryParked()
    }

    /// Lets writes through, which waited until they can be kept.
    public func releaseWrites() {
        areWritesHeld = false
        retryParked()
    }

    /// How far the load has come, as its thread tells.
    public func note(_ progress: LoadProgress) {
        loading?.estimate.note(progress, nowMs: nowMs)
    }

    /// Lets clients go on that a pause has held up, once it is over.
    func endPause(atOnce: Bool = false) {
        guard let pause, atOnce || pause.untilMs <= nowMs else { return }
        self.pause = nil
        retryParked()
    }

    // MARK: Requests that wait

    /// What keeps a request from being carried out now.
    enum Obstacle {
        /// It needs what is not known yet.
        case notYet
        /// It needs what can not be read.
        case failure(String)
    }

    /// What keeps a request from being carried out now; nil if nothing does.
    func obstacle(
        to index: Int,
        _ arguments: borrowing Arguments,
        for session: Session
    ) -> Obstacle? {
        let served = table.commands[index]
        if let pause, served.command.name != "CLIENT", !session.isReplica,
            pause.isForAll || mayWrite(served, session)
        {
            return .notYet
        }
        guard let loading else {
            return areWritesHeld && mayWrite(served, session) ? .notYet : nil
        }
        var isKnown = !(areWritesHeld && mayWrite(served, session))
        if served.command.name == "EXEC", let transaction = session.transaction {
            var database = session.database
            for queued in transaction.commands where isKnown {
                let view = queued.arguments.view
                let command = table.commands[queued.index]
                isKnown = knows(command, view, database, loading)
                guard command.command.name == "SELECT" else { continue }
                database = (try? view.integer(1)).map { Int(clamping: $0) } ?? database
            }
        } else if isKnown {
            isKnown = knows(served, arguments, session.database, loading)
        }
        guard !isKnown else { return nil }
        return loading.failure.map { .failure("DAMAGED \($0)") } ?? .notYet
    }

    private func knows(
        _ served: ServedCommand,
        _ arguments: borrowing Arguments,
        _ database: Int,
        _ loading: Loading
    ) -> Bool {
        guard !served.needsWholeDataset else { return false }
        var isKnown = true
        served.command.forEachKey(in: arguments) { use in
            guard isKnown else { return }
            let databases = use.database.map { [$0, database] } ?? [database]
            for number in databases {
                let place = loading.state.whereabouts(
                    of: arguments[use.argument],
                    in: number,
                    context.keyspace
                )
                guard place == .notYet else { continue }
                isKnown = false
                loading.want(arguments[use.argument])
            }
        }
        return isKnown
    }

    /// Whether a request may change the dataset.
    private func mayWrite(_ served: ServedCommand, _ session: Session) -> Bool {
        guard served.command.name == "EXEC", let transaction = session.transaction else {
            return served.isWrite || served.command.name == "SWAPDB"
        }
        return transaction.commands.contains { table.commands[$0.index].isWrite }
    }

    private func retryParked() {
        let waiting = parked
        parked = []
        for id in waiting {
            guard let session = sessions[id], let request = session.parked else { continue }
            session.parked = nil
            carryOut(request.index, request.arguments.view, for: session)
            guard session.parked == nil else { continue }
            host?.flush(session)
            host?.resume(session)
        }
    }
}

/// A load that is going on.
final class Loading {
    let path: String
    var state = LoadingState()
    var estimate: LoadingEstimate
    /// Why the rest can not be had; nil if it can.
    var failure: String?

    /// Told of each key that a request waits for.
    let want: (RawSpan) -> Void

    init(path: String, nowMs: Int64, want: @escaping (RawSpan) -> Void) {
        self.path = path
        self.want = want
        estimate = LoadingEstimate(nowMs: nowMs)
    }
}
