import RedoubtAOF
import RedoubtBytes

/// Makes sure that nobody works with a log while it is replaced, and that it has not changed.
struct StoppedServer {
    private static let serverNames = ["redis", "valkey", "keydb", "dragonfly"]

    private let paths: [String]
    private let others: [String]
    private let place: String
    private let isAssumed: Bool
    private let states: [FileState?]

    /// Looks at the files of a log.
    ///
    /// - Parameters:
    ///   - others: files that nobody may have open either.
    ///   - place: what is named to the user.
    ///   - isAssumed: whether nobody is taken to be there where that can't be looked up.
    init(
        _ paths: [String],
        besides others: [String],
        at place: String,
        isAssumed: Bool
    ) throws(RecoveryError) {
        self.paths = paths
        self.others = others
        self.place = place
        self.isAssumed = isAssumed
        states = paths.map { FileState(path: $0) }
        try check()
    }

    /// Whether all is still as it was.
    func check() throws(RecoveryError) {
        try refuseHolders()
        for (path, state) in zip(paths, states) where FileState(path: path) != state {
            throw RecoveryError(
                .failure,
                "the log has changed while it was read; nothing was changed here",
                file: path,
                remedies: ["stop the server that writes to it"]
            )
        }
    }

    private func refuseHolders() throws(RecoveryError) {
        let files = OpenFiles(paths + others)
        guard let holders = files.holders() else {
            guard !isAssumed else { return }
            throw RecoveryError(
                .failure,
                "this system does not tell which files are open",
                file: place,
                remedies: ["stop the server, and say so with --assume-stopped"]
            )
        }
        if let holder = holders.known.first ?? files.locker() {
            let isNamed = holder.process > 0
            let who = isNamed ? "\(holder.name) (process \(holder.process))" : holder.name
            throw RecoveryError(
                .failure,
                "in use: \(who) has it open or locked",
                file: holder.path ?? place,
                remedies: ["stop it first, or write to a new place with --output"]
            )
        }
        guard !isAssumed else { return }
        let hidden = holders.hidden.first { holder in
            Self.serverNames.contains { holder.name.hasPrefix($0) }
        }
        if let hidden {
            throw RecoveryError(
                .failure,
                "\(hidden.name) (process \(hidden.process)) runs as another user, so that its open "
                    + "files can not be looked up",
                file: place,
                remedies: [
                    "run this as that user or as root",
                    "if it does not use this log, say so with --assume-stopped",
                ]
            )
        }
    }
}
