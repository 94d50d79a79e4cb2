import Foundation
import RedoubtTestSupport

/// Runs the tool so that one of its calls that change files is its last, or fails.
///
/// The calls are counted by a library that is loaded in front of the system's
/// (`Tests/FaultInjector`); with one core their order is always the same.
final class FaultInjector: Sendable {
    /// What becomes of a call.
    enum Fault: Sendable {
        /// The process is killed in front of it.
        case kill
        /// It fails with an error, and so do all later calls of its kind.
        case error(Int32)
    }

    /// How a run ended.
    struct Ending {
        let exitCode: Int
        let isKilled: Bool
        let errors: String
    }

    /// A call, with the paths that it is about.
    struct Call {
        let name: String
        let path: String
        let other: String
    }

    private let folder: TemporaryFolder
    private let library: String

    /// Compiles the library.
    init() throws {
        folder = try TemporaryFolder()
        library = folder.path("injector.so")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "cc", "-shared", "-fPIC", "-O1", "-o", library,
            ProjectFolder.url("Tests/FaultInjector/injector.c").path, "-ldl",
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestFailure("the fault injector can not be compiled")
        }
    }

    /// The calls of a run by which files below a folder are changed.
    func trace(_ arguments: [String], below root: String) throws -> (ending: Ending, calls: [Call])
    {
        let trace = folder.path("trace-\(UUID().uuidString)")
        let ending = try run(arguments, ["FAULT_ROOT": root, "FAULT_TRACE": trace])
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        let calls = text.split(separator: "\n").map { line -> Call in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            return Call(name: String(parts[0]), path: String(parts[1]), other: String(parts[2]))
        }
        return (ending, calls)
    }

    /// Runs the tool with a fault at a call, counted from 1.
    func run(
        _ arguments: [String],
        below root: String,
        _ fault: Fault,
        at call: Int
    ) throws -> Ending {
        var environment = ["FAULT_ROOT": root, "FAULT_AT": "\(call)"]
        if case .error(let code) = fault { environment["FAULT_ERROR"] = "\(code)" }
        return try run(arguments, environment)
    }

    private func run(_ arguments: [String], _ environment: [String: String]) throws -> Ending {
        let process = Process()
        process.executableURL = URL(filePath: try BuiltTool.path())
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }.merging(["LD_PRELOAD": library]) { $1 }
        let errors = folder.path("errors-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        let text = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return Ending(
            exitCode: Int(process.terminationStatus),
            isKilled: process.terminationReason == .uncaughtSignal,
            errors: text
        )
    }
}
