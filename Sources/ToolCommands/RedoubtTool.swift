public import ArgumentParser
import Foundation
import RedoubtBytes
import RedoubtRecovery

/// The command line tool as a function, so that tests can call it.
public struct RedoubtTool: ParsableCommand {
    /// The root command and its subcommands, one file each.
    public static let configuration = CommandConfiguration(
        commandName: "redoubt",
        abstract: "Disaster recovery for Redis and Valkey persistence files.",
        discussion: """
            Sources are opened read-only and never changed, but by `compact --in-place`. Data goes \
            to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, \
            2 wrong usage, 3 done with warnings, 20 damage found.
            """,
        version: toolVersion,
        subcommands: [
            Rebuild.self, Digest.self, Inspect.self, Check.self, RepairCommand.self,
            Salvage.self, TimelineCommand.self, Compact.self, Serve.self,
        ]
    )

    /// Creates the root command.
    public init() {}

    /// Parses `arguments`, runs the command and answers its exit status.
    public static func run(_ arguments: [String]) -> ExitStatus {
        MappedFile.exitWhenCutShort()
        Interruption.removeLeftovers()
        let status = perform(arguments)
        return Console.isOutputWhole ? status : .failed
    }

    private static func perform(_ arguments: [String]) -> ExitStatus {
        do {
            var command = try parseAsRoot(arguments)
            if let reporting = command as? any ReportingCommand {
                return try reporting.execute(Console())
            }
            try command.run()
            return .done
        } catch let error as RecoveryError {
            Console().error(error.description)
            return error.status
        } catch {
            return status(ofParserError: error)
        }
    }

    /// Help and version end well; everything else that the parser throws is wrong usage.
    private static func status(ofParserError error: any Error) -> ExitStatus {
        let text = fullMessage(for: error)
        if exitCode(for: error) == .success {
            Console().output(text)
            return .done
        }
        Console().error(text, prefix: "")
        return exitCode(for: error) == .validationFailure ? .usage : .failed
    }
}

/// The version that `--version` prints.
public let toolVersion = "0.1.0"

/// A subcommand that ends with an exit status of its own.
protocol ReportingCommand: ParsableCommand {
    func execute(_ console: Console) throws -> ExitStatus
}

extension RecoveryError {
    fileprivate var status: ExitStatus {
        switch kind {
        case .damage: .damage
        case .failure: .failed
        case .usage: .usage
        }
    }
}
