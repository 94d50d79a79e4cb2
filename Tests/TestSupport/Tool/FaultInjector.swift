import Foundation

/// Runs the tool so that one of its calls that change files is its last, or fails.
///
/// The calls are counted by a library that is loaded in front of the system's
/// (`Tests/FaultInjector`); with one core their order is always the same.
public final class FaultInjector: Sendable {
    /// What becomes of a call.
    public enum Fault: Sendable {
        /// The process is killed in front of it.
        case kill
        /// It fails with an error, and so do all later calls of its kind.
        case error(Int32)
    }

    /// How a run ended.
    public struct Ending {
        /// The exit code, or the number of the signal.
        public let exitCode: Int
        /// Whether a signal ended it.
        public let isKilled: Bool
        /// What it wrote to its standard error.
        public let errors: String
    }

    /// A call, with the paths that it is about.
    public struct Call {
        /// The name of the function.
        public let name: String
        /// The path that it changes.
        public let path: String
        /// The new path, if it has one.
        public let other: String
    }

    private let folder: TemporaryFolder
    private let library: String

    /// Compiles the library.
    public init() throws {
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
    public func trace(
        _ arguments: [String],
        below root: String
    ) throws -> (ending: Ending, calls: [Call]) {
        let trace = folder.path("trace-\(UUID().uuidString)")
        let ending = try run(arguments, ["FAULT_ROOT": root, "FAULT_TRACE": trace])
        return (ending, try calls(in: trace))
    }

    /// The calls that were written to a file.
    public func calls(in trace: String) throws -> [Call] {
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        return text.split(separator: "\n").map { line -> Call in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            return Call(name: String(parts[0]), path: String(parts[1]), other: String(parts[2]))
        }
    }

    /// Runs the tool with a fault at a call, counted from 1.
    public func run(
        _ arguments: [String],
        below root: String,
        _ fault: Fault,
        at call: Int
    ) throws -> Ending {
        try run(arguments, environment(below: root, fault, at: call))
    }

    /// The variables with which a process has a fault at a call.
    ///
    /// - Parameter trace: a file to which its calls are written; nil for none.
    public func environment(
        below root: String,
        _ fault: Fault,
        at call: Int,
        trace: String? = nil
    ) -> [String: String] {
        var environment = ["FAULT_ROOT": root, "FAULT_AT": "\(call)", "LD_PRELOAD": library]
        if case .error(let code) = fault { environment["FAULT_ERROR"] = "\(code)" }
        environment["FAULT_TRACE"] = trace
        return environment
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
