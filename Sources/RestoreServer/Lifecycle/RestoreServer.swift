public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RedoubtRDB
public import RedoubtRecovery
public import RedoubtServing
public import ServiceLifecycle

/// A server on sockets: it runs until it is told to stop.
///
/// One event loop does everything that clients ask for, so that requests follow one another.
public final class RestoreServer: Service, Sendable {
    /// What goes wrong before a server serves.
    public struct Failure: Error, CustomStringConvertible {
        /// What went wrong, and where.
        public let description: String
    }

    private let address: ServerAddress
    private let security: TransportSecurity?
    private let monitoringPort: Int?
    private let logger: Logger
    private let makeEngine: @Sendable (_ nowMs: Int64) -> ServerEngine
    private let feed: DatasetFeed
    private let path: String
    private let durability: Durability
    private let replication: ReplicationSettings
    private let didStart: @Sendable ([Int]) -> Void

    /// Prepares a server.
    ///
    /// - Parameters:
    ///   - security: how connections are encrypted; nil for not at all.
    ///   - monitoringPort: where `/healthz`, `/readyz` and `/metrics` are answered, on loopback.
    ///   - feed: what reads the dataset.
    ///   - path: the file that it begins with, for messages.
    ///   - durability: where what clients write is kept.
    ///   - replication: how replicas are served.
    ///   - makeEngine: makes the engine, on the thread that uses it.
    ///   - didStart: called with the ports once clients can come.
    public init(
        _ address: ServerAddress,
        security: TransportSecurity? = nil,
        monitoringPort: Int? = nil,
        logger: Logger,
        feed: DatasetFeed,
        of path: String,
        durability: Durability = Durability(),
        replication: ReplicationSettings = ReplicationSettings(),
        makeEngine: @escaping @Sendable (_ nowMs: Int64) -> ServerEngine,
        didStart: @escaping @Sendable (_ ports: [Int]) -> Void
    ) {
        self.address = address
        self.security = security
        self.monitoringPort = monitoringPort
        self.logger = logger
        self.makeEngine = makeEngine
        self.feed = feed
        self.path = path
        self.durability = durability
        self.replication = replication
        self.didStart = didStart
    }

    /// Serves until the task is cancelled or the service group shuts down.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let stopping = loop.makePromise(of: Void.self)
        do {
            let host = try await host(on: loop, stopping)
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await serve(group, host, stopping))
            } catch {
                outcome = .failure(error)
            }
            try await loop.submit { host.value.closeAll() }.get()
            try outcome.get()
        } catch {
            stopping.succeed()
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func serve(
        _ group: MultiThreadedEventLoopGroup,
        _ host: NIOLoopBound<LoopHost>,
        _ stopping: EventLoopPromise<Void>
    ) async throws {
        var channels = try await bind(group, host)
        if let monitoringPort {
            channels.append(try await monitor(group, host, monitoringPort))
        }
        didStart(channels.compactMap { $0.localAddress?.port })
        await withGracefulShutdownHandler {
            try? await stopping.futureResult.get()
        } onGracefulShutdown: {
            stopping.succeed()
        }
        logger.info("Stopping")
        for channel in channels { try? await channel.close() }
    }

    private func host(
        on loop: any EventLoop,
        _ stopping: EventLoopPromise<Void>
    ) async throws -> NIOLoopBound<LoopHost> {
        let makeEngine = makeEngine
        let feed = feed
        let path = path
        let durability = durability
        let replication = replication
        let logger = logger
        return try await loop.submit {
            let clock = WallClock.nowMs
            let host = LoopHost(
                makeEngine(clock()),
                loop,
                logger,
                clock: clock,
                stop: { stopping.succeed() }
            )
            host.replicationFormat = replication.target.map { .target($0) }
            host.isDiskless = replication.isDiskless
            host.sender = AnswerSender()
            host.folder = durability.folder
            host.linkable = durability.linkable
            host.log = durability.takeLog()
            host.hasBegunLog = durability.hasBegun
            host.start()
            host.load(feed, of: path)
            return NIOLoopBound(host, eventLoop: loop)
        }.get()
    }

    private func monitor(
        _ group: MultiThreadedEventLoopGroup,
        _ host: NIOLoopBound<LoopHost>,
        _ port: Int
    ) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
                        try pipeline.addHandler(MonitoringHandler(host.value))
                    }
                }
                .bind(host: "127.0.0.1", port: port).get()
        } catch {
            throw Failure(
                description: "can not listen on 127.0.0.1:\(port): \(Self.text(of: error))"
            )
        }
    }

    private func bind(
        _ group: MultiThreadedEventLoopGroup,
        _ host: NIOLoopBound<LoopHost>
    ) async throws -> [any Channel] {
        let security = try security?.context()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 511)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 1024,
                    initial: 4096,
                    maximum: 1 << 18
                )
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let security {
                        try pipeline.addHandler(NIOSSLServerHandler(context: security))
                    }
                    try pipeline.addHandler(
                        ClientHandler(host.value, isEncrypted: security != nil)
                    )
                }
            }
        var channels: [any Channel] = []
        var failures: [String] = []
        for name in address.hosts {
            // The second address gets the port that the first one found.
            let port = channels.first?.localAddress?.port ?? address.port
            do {
                channels.append(try await bootstrap.bind(host: name, port: port).get())
            } catch {
                failures.append("\(name):\(port): \(Self.text(of: error))")
            }
        }
        guard !channels.isEmpty, failures.isEmpty || !address.areAllNeeded else {
            for channel in channels { try? await channel.close() }
            throw Failure(description: "can not listen on \(failures.joined(separator: ", "))")
        }
        return channels
    }

    private static func text(of error: any Error) -> String {
        (error as? IOError)?.description ?? "\(error)"
    }
}
