import ArgumentParser
import Foundation
import Logging
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
    /// When values are decoded.
    enum LoadMode: String, ExpressibleByArgument, CaseIterable {
        case lazy
        case eager
    }

    static let configuration = CommandConfiguration(
        abstract: "Serve a dataset from its files to clients and replicas."
    )

    @OptionGroup var source: SourceOptions

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 6379

    @Option(
        help: ArgumentHelp("Addresses to listen on, besides which none is.", valueName: "address")
    )
    var bind: [String] = []

    @OptionGroup(title: "Replicas") var replication: ReplicationOptions
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

    @Option(help: "lazy: decode values when they are asked for; eager: load everything.")
    var load = LoadMode.lazy

    @Flag(
        help: ArgumentHelp(
            "Write an index beside the snapshot, so that the next start knows all keys at once.",
            discussion: "It is only a cache: one that is missing, stale or damaged is not used."
        )
    )
    var writeIndex = false

    @Flag(help: "Refuse writes.")
    var readOnly = false

    @Flag(help: "Keep writes in memory only: they are gone when the server stops.")
    var ephemeral = false

    @OptionGroup(title: "Keeping writes") var durable: DurableOptions
    @OptionGroup(title: "Rewinding") var rewind: RewindOptions
    @OptionGroup var serverOption: ServerOption

    /// More connections than there are ports.
    private static let clientCountLimit = 1_000_000

    func execute(_ console: Console) throws -> ExitStatus {
        guard [readOnly, ephemeral, durable.dir != nil].filter(\.self).count == 1 else {
            throw RecoveryError(
                .usage,
                "say what happens to writes: one of --read-only, --ephemeral and --dir"
            )
        }
        guard (1...Self.clientCountLimit).contains(maxclients) else {
            throw RecoveryError(.usage, "--maxclients is from 1 to \(Self.clientCountLimit)")
        }
        // While the files are opened: every millisecond is one without answers.
        Thread.detachNewThread { ServerEngine.prepare() }
        let durability = try durable.open(snapshot: source.snapshot, log: source.log)
        var request = DatasetRequest(
            snapshot: source.snapshot,
            log: source.log ?? durability.log
        )
        request.alignment = source.alignment
        request.options = LoadOptions(server: serverOption.server)
        try rewind.apply(to: &request.options)
        request.isEager = load == .eager
        request.writesIndex = writeIndex && request.log == nil
        let feed = try DatasetFeed(request)
        var options = EngineOptions(
            profile: feed.server?.profile ?? ServerProfile(.redis, 7, 0),
            writes: readOnly ? .refused : ephemeral ? .ephemeral : .durable,
            version: toolVersion
        )
        options.password = ByteString(security.requirepass)
        options.isProtected = security.protectedMode == .yes
        // Some files are open besides the connections, which may be open twice.
        let fileCountMax = FileLimit.raise(to: 2 * maxclients + 64)
        options.limits.clientCountMax = min(maxclients, max(fileCountMax - 64, 1))
        options.port = port
        try run(feed, options, durability.kept, console)
        return .done
    }

    /// Serves until a signal or a client ends it.
    private func run(
        _ feed: DatasetFeed,
        _ options: EngineOptions,
        _ durability: Durability,
        _ console: Console
    ) throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let server = RestoreServer(
            bind.isEmpty ? ServerAddress(port: port) : ServerAddress(hosts: bind, port: port),
            security: try security.transport,
            monitoringPort: httpPort,
            logger: Logger(label: "redoubt"),
            feed: feed,
            of: source.snapshot ?? source.log ?? durability.folder ?? "",
            durability: durability,
            replication: replication.settings,
            makeEngine: { nowMs in
                ServerEngine(
                    Keyspace(profile: options.profile),
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
        // A client may end it as well as a signal.
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: server,
            successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup
        )
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [service],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "redoubt")
            )
        )
        do {
            try Waiting.result { try await services.run() }
        } catch let error as RestoreServer.Failure {
            throw RecoveryError(.failure, error.description)
        }
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
