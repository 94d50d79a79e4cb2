import ArgumentParser
import Foundation
import RedoubtAOF
import RedoubtBytes
import RedoubtRecovery
import RedoubtRestoreServer
import RedoubtServing

/// Where what clients write is kept.
struct DurableOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep writes in a log in this folder.",
            discussion: "A folder that holds a log already is gone on with: start without "
                + "--snapshot and --log then.",
            valueName: "folder"
        )
    )
    var dir: String?

    @Option(help: "When writes are durable: always before they are answered, everysec, or no.")
    var appendfsync = Policy.everysec

    /// The words of the servers' configurations.
    enum Policy: String, ExpressibleByArgument, CaseIterable {
        case always
        case everysec
        case no

        var policy: ServedLog.Policy {
            switch self {
            case .always: .always
            case .everysec: .everysec
            case .no: .no
            }
        }
    }

    /// What a server needs to keep writes, and the log that it starts from if it goes on with one.
    func open(
        snapshot: String?,
        log: String?
    ) throws -> (kept: Durability, log: String?) {
        guard let dir else { return (Durability(), nil) }
        let goesOn = ServedLog.exists(in: dir)
        guard !goesOn || snapshot == nil && log == nil else {
            throw RecoveryError(
                .usage,
                "\(dir) holds a log already: start without --snapshot and --log to go on with it, "
                    + "or name another folder"
            )
        }
        let opened: ServedLog
        do throws(Fault) {
            opened = try ServedLog(folder: dir, policy: appendfsync.policy)
        } catch {
            throw RecoveryError(error, file: dir)
        }
        let directory = opened.directory
        if goesOn {
            do throws(LayoutError) {
                try opened.reopen()
            } catch {
                throw RecoveryError(layout: error)
            }
        }
        var kept = Durability(folder: dir, log: opened)
        kept.hasBegun = goesOn
        if let snapshot, log == nil { kept.linkable = Self.plainSnapshot(snapshot) }
        return (kept, goesOn ? directory : nil)
    }

    /// A snapshot that servers open as it is; nil for one that is compressed or piped.
    static func plainSnapshot(_ path: String) -> String? {
        guard path != "-", let file = FileHandle(forReadingAtPath: path),
            let head = try? file.read(upToCount: 6)
        else { return nil }
        let text = String(decoding: head, as: UTF8.self)
        return text.hasPrefix("REDIS") || text.hasPrefix("VALKEY") ? path : nil
    }
}
