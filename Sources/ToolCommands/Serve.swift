import ArgumentParser
import Foundation
import Logging
import RedoubtAOF
import RedoubtBytes
import RedoubtKeyspace
import RedoubtRecovery
import RedoubtRestoreServer
import RedoubtServing
import RedoubtValues
import ServiceLifecycle
import Synchronization
import UnixSignals

/// `redoubt serve`: puts a dataset online from its files.
struct Serve: ReportingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a dataset from its files to clients and replicas."
    )

    @Option(help: ArgumentHelp("The snapshot to start from (an RDB file).", valueName: "file"))
    var snapshot: String?

    @Option(
        help: ArgumentHelp(
            "The log to replay: an AOF file, an AOF directory or its manifest.",
            valueName: "path"
        )
    )
    var log: String?

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 6379

    @Option(
        help: ArgumentHelp("Addresses to listen on, besides which none is.", valueName: "address")
    )
    var bind: [String] = []

    @OptionGroup(title: "Security") var security: SecurityOptions

    @Option(help: "The most clients at a time.")
    var maxclients = 10_000

    @Option(
        help: ArgumentHelp(
            "A port on loopback for /healthz, /readyz and /metrics.",
            valueName: "port"
        )
    )
    var httpPort: Int?

    @Flag(help: "Refuse writes.")
    var readOnly = false

    @Flag(help: "Keep writes in memory only: they are gone when the server stops.")
    var ephemeral = false

    @OptionGroup(title: "Rewinding") var rewind: RewindOptions
    @OptionGroup var serverOption: ServerOption

    func execute(_ console: Console) throws -> ExitStatus {
        var options = LoadOptions(server: serverOption.server)
        try rewind.apply(to: &options)
        guard readOnly != ephemeral else {
            throw RecoveryError(.usage, "say what happens to writes: --read-only or --ephemeral")
        }
        let loader = DatasetLoader(options)
        let dataset = try loader.load(
            snapshot: snapshot,
            log: try log.map { (path) throws(RecoveryError) in try LogLayout(opening: path) },
            alignment: .unstated
        )
        let warnings = dataset.origin.warnings
        let profile = dataset.origin.server.profile
        var engineOptions = EngineOptions(
            profile: profile,
            writes: readOnly ? .refused : .ephemeral,
            version: toolVersion
        )
        engineOptions.password = ByteString(security.requirepass)
        engineOptions.isProtected = security.protectedMode == .yes
        engineOptions.limits.clientCountMax = maxclients
        engineOptions.port = port
        let status = console.report(warnings)
        try run(dataset.intoKeyspace(), engineOptions, console)
        return status
    }

    /// Serves until a signal or a client ends it.
    private func run(
        _ keyspace: consuming Keyspace,
        _ options: EngineOptions,
        _ console: Console
    ) throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let handover = Handover(keyspace)
        let server = RestoreServer(
            bind.isEmpty ? ServerAddress(port: port) : ServerAddress(hosts: bind, port: port),
            security: try security.transport,
            monitoringPort: httpPort,
            logger: Logger(label: "redoubt"),
            makeEngine: { nowMs in
                ServerEngine(
                    handover.take(profile: options.profile),
                    options,
                    seed: .random(in: .min ... .max),
                    nowMs: nowMs
                )
            },
            didStart: { ports in
                console.note(
                    "redoubt: serving on port \(ports.first ?? 0) (\(options.writes.rawValue))"
                )
            }
        )
        let services = ServiceGroup(
            services: [server],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: Logger(label: "redoubt")
        )
        try Waiting.result { try await services.run() }
    }
}

/// A dataset on its way to the thread that serves it.
private final class Handover: Sendable {
    private let keyspace: Mutex<Keyspace?>

    init(_ keyspace: consuming Keyspace) {
        self.keyspace = Mutex(keyspace)
    }

    /// The dataset, once.
    func take(profile: ServerProfile) -> Keyspace {
        keyspace.withLock { $0.take() ?? Keyspace(profile: profile) }
    }
}

/// How asynchronous work ended.
private final class Outcome: Sendable {
    let error = Mutex<(any Error)?>(nil)
}

/// Asynchronous work for a command that is not asynchronous.
private enum Waiting {
    static func result(_ work: @escaping @Sendable () async throws -> Void) throws {
        let done = DispatchSemaphore(value: 0)
        let outcome = Outcome()
        Task {
            do {
                try await work()
            } catch {
                outcome.error.withLock { $0 = error }
            }
            done.signal()
        }
        done.wait()
        if let error = outcome.error.withLock({ $0 }) { throw error }
    }
}
