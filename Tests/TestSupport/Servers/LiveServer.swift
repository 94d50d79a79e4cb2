import Foundation
public import RedoubtBytes

/// A real server in a temporary folder, reached over a socket file.
///
/// It stops with its last reference.
///
/// It opens no port, so that any number of tests run side by side.
public final class LiveServer {
    /// Which server it is.
    public let kind: Kind
    /// The folder that it works in.
    public let folder: TemporaryFolder

    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private var connection: RESPConnection?

    /// Starts a server and waits until it has loaded its dataset.
    ///
    /// - Parameters:
    ///   - kind: which server.
    ///   - config: lines of its configuration file.
    ///   - snapshot: an RDB file to copy in as `dump.rdb` and to load.
    ///   - log: an append-only file or directory to copy in and to load.
    public init(
        _ kind: Kind,
        config: [String] = [],
        snapshot: String? = nil,
        log: String? = nil
    ) throws {
        self.kind = kind
        folder = try TemporaryFolder()
        try Self.copy(snapshot, to: folder.path("dump.rdb"))
        try Self.copy(log, to: folder.path(log.map(Self.logName) ?? ""))
        try start(config: config + (log == nil ? [] : ["appendonly yes"]))
    }

    deinit {
        stop()
    }

    // MARK: Asking

    /// Sends a command and gives the reply, errors included.
    public func command(_ arguments: [ByteString]) throws -> RESPValue {
        guard let connection else { throw TestFailure("\(kind) is not running") }
        return try connection.command(arguments)
    }

    /// Sends several commands at once and gives their replies, errors included.
    public func commands(_ commands: [[ByteString]]) throws -> [RESPValue] {
        guard let connection else { throw TestFailure("\(kind) is not running") }
        return try connection.commands(commands)
    }

    /// Sends a command of UTF-8 words and gives the reply, errors included.
    public func command(_ words: String...) throws -> RESPValue {
        try command(words.map { ByteString($0) })
    }

    /// Sends a command that must not fail.
    @discardableResult
    public func expect(_ words: String...) throws -> RESPValue {
        let reply = try command(words.map { ByteString($0) })
        if case .error(let message) = reply {
            throw TestFailure("\(kind): \(words.joined(separator: " ")): \(message)")
        }
        return reply
    }

    /// What `DEBUG DIGEST` answers, 40 hex digits.
    public func digest() throws -> String {
        guard let digest = try expect("DEBUG", "DIGEST").text else {
            throw TestFailure("\(kind) gives no digest")
        }
        return digest
    }

    // MARK: Starting and stopping

    // While a sync of every second runs, servers answer before they write: none is asked for.
    private func start(config: [String]) throws {
        let socketPath = folder.path("s")
        let lines =
            [
                "port 0", "unixsocket \(socketPath)", "dir \(folder.path)", "save \"\"",
                "databases 64", "appendfsync no",
            ] + kind.settings + config
        let file = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "conf")
        let output = try folder.write([], to: "log")
        process.executableURL = URL(filePath: try kind.executable())
        process.arguments = [file]
        process.currentDirectoryURL = folder.url
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
        try waitUntilReady(socketPath)
    }

    private func waitUntilReady(_ socketPath: String) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while Date() < deadline, process.isRunning {
            if connection == nil { connection = try? RESPConnection(socketPath: socketPath) }
            if let connection, try connection.command(["PING"]) == .simple("PONG") { return }
            usleep(5000)
        }
        let said = (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? ""
        stop()
        throw TestFailure("\(kind) does not start:\n\(said.suffix(2000))")
    }

    /// Stops the server at once, by its own process id; harmless when it has stopped.
    ///
    /// What it has answered to is in its files: a log is written before the reply is sent.
    public func stop() {
        connection = nil
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        _ = ended.wait(timeout: .now() + 10)
    }

    // MARK: Files

    private static func logName(_ path: String) -> String {
        URL(filePath: path).isFolder ? "appendonlydir" : "appendonly.aof"
    }

    private static func copy(_ source: String?, to target: String) throws {
        guard let source else { return }
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }
}
