import Foundation
import RedoubtBytes
import RedoubtTestSupport
import Testing

/// A server that keeps writes, at each call by which it changes files: killed there, or with a disk
/// that is full or fails from there on.
@Suite("A durable server whose disk fails")
struct FailingDiskTests {
    private let injector: FaultInjector

    init() throws {
        injector = try FaultInjector()
    }

    /// What a client did before the end.
    private struct Course {
        let model = ServedModel()
        var answeredCount = 0
        /// The command that was not answered, which may have been kept.
        var pending: [ByteString]?
    }

    private static let faults: [(name: String, fault: FaultInjector.Fault)] = [
        ("killed", .kill), ("full", .error(ENOSPC)), ("broken", .error(EIO)),
    ]

    @Test("keeps every write that it has acknowledged", arguments: [0, 1, 2])
    func faults(kind: Int) throws {
        let (name, fault) = Self.faults[kind]
        let whole = try TemporaryFolder()
        let trace = whole.path("trace")
        let course = try drive(
            whole,
            injector.environment(
                below: whole.path,
                .kill,
                at: 0,
                trace: trace
            )
        )
        #expect(course.answeredCount == Self.commandCount)
        let count = try injector.calls(in: trace).count
        #expect(count > 80, "\(count) calls")
        var hasStopped = false
        for call in stride(from: 1 + kind, through: count, by: max(count / 24, 1)) {
            let folder = try TemporaryFolder()
            let course = try drive(
                folder,
                injector.environment(below: folder.path, fault, at: call)
            )
            hasStopped = hasStopped || course.answeredCount < Self.commandCount
            try expectKept(course, in: folder, "\(name) at call \(call) of \(count)")
        }
        #expect(hasStopped)
    }

    @Test("refuses writes while it can not make them durable within a second")
    func everySecond() throws {
        let whole = try TemporaryFolder()
        let trace = whole.path("trace")
        let watched = injector.environment(below: whole.path, .kill, at: 0, trace: trace)
        #expect(try secondWrite(whole, watched).text == "OK")
        let calls = try injector.calls(in: trace)
        let sync = try #require(
            calls.lastIndex { $0.name == "fsync" && $0.path.hasSuffix(".incr.aof") }
        )
        let folder = try TemporaryFolder()
        let failing = injector.environment(below: folder.path, .error(EIO), at: sync + 1)
        let reply = try secondWrite(folder, failing)
        guard case .error(let refusal) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(refusal.hasPrefix("MISCONF Errors writing to the AOF file"), "\(refusal)")
    }

    /// What a client is told some seconds behind its first write.
    private func secondWrite(
        _ folder: TemporaryFolder,
        _ environment: [String: String]
    ) throws -> RESPValue {
        let snapshot = try folder.writeEmptySnapshot()
        let server = try ServingTool(
            ["--dir", folder.path("data"), "--snapshot", snapshot],
            environment: environment
        )
        defer { server.end(with: SIGKILL) }
        let client = try TCPClient(port: server.port)
        try client.expect("SET", "first", "1")
        Thread.sleep(forTimeInterval: 2.5)
        return try client.command(["SET", "second", "2"])
    }

    // MARK: The client

    private static let commandCount = 60

    /// Sends one write after the other until the server is gone, with a rewrite and a snapshot on
    /// the way.
    private func drive(
        _ folder: TemporaryFolder,
        _ environment: [String: String]
    ) throws -> Course {
        var course = Course()
        let snapshot = try folder.writeEmptySnapshot()
        let server = try? ServingTool(
            ["--dir", folder.path("data"), "--appendfsync", "always", "--snapshot", snapshot],
            environment: environment
        )
        guard let server, let client = try? TCPClient(port: server.port) else { return course }
        for number in 0..<Self.commandCount {
            if number == 20 { _ = try? client.commands([["BGREWRITEAOF"]]) }
            if number == 40 { _ = try? client.commands([["SAVE"]]) }
            let command = Self.command(number)
            guard let reply = try? client.commands([command]).first else {
                course.pending = command
                break
            }
            // A write that is refused was not promised, and is not kept.
            if case .error = reply { continue }
            course.model.send(command)
            course.answeredCount += 1
        }
        server.end(with: SIGTERM)
        return course
    }

    private static func command(_ number: Int) -> [ByteString] {
        let text = ByteString("\(number)" as String)
        switch number % 4 {
        case 0: return ["RPUSH", "list", text]
        case 1: return ["HSET", "hash", text, "a value that is somewhat longer"]
        case 2: return ["APPEND", "text", text]
        default: return ["INCR", "counter"]
        }
    }

    // MARK: What is left

    private func expectKept(
        _ course: Course,
        in folder: TemporaryFolder,
        _ place: String
    ) throws {
        let directory = folder.path("data")
        guard course.answeredCount > 0 else { return }
        let found = try BuiltTool.run(["digest", "--as", "redis-7.0", directory])
        if found.lastLine != course.model.digest, let pending = course.pending {
            course.model.send(pending)
        }
        #expect(found.lastLine == course.model.digest, "\(place): \(found.errorText)")
        // And it is gone on with.
        let server = try ServingTool(["--dir", directory, "--appendfsync", "always"])
        let client = try TCPClient(port: server.port)
        try client.waitUntilWritable()
        #expect(try client.expect("DEBUG", "DIGEST").text == course.model.digest, "\(place)")
        try client.expect("SET", "again", "1")
        #expect(server.end(with: SIGTERM) == 0, "\(place): \(server.log.suffix(500))")
    }
}
