import Foundation
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// The examples of `docs/cron.md`, run as cron runs them: almost no environment, no terminal.
@Suite("The examples for cron and systemd")
struct CronExampleTests {
    private static let script = ProjectFolder.url("examples/cron/redoubt-nightly.sh").path

    private static func run(_ log: String, _ target: String) throws -> (code: Int, said: String) {
        let script = """
            cd / && env -i HOME=/ PATH=/usr/bin:/bin SHELL=/bin/sh REDOUBT="$0" \
                "$1" "$2" "$3" 2 </dev/null 2>&1; echo "code $?"
            """
        let output = try Shell.run(script, [Self.script, log, target]).output
        let parts = output.components(separatedBy: "code ")
        return (Int(parts.last?.dropLast() ?? "") ?? -1, parts.dropLast().joined())
    }

    @Test("rebuild a log night after night in silence, and keep the last snapshots")
    func nightly() throws {
        let log = try CompactTests.Log()
        let target = log.folder.path("backup")
        for name in ["dump-20200101T000000Z.rdb", "dump-20200102T000000Z.rdb"] {
            try log.folder.write([1], to: "backup/\(name)")
        }
        let result = try Self.run(log.path, target)
        #expect(result.code == 0, "\(result.said)")
        #expect(result.said.isEmpty, "\(result.said)")
        let names = try log.names("backup")
        let snapshots = names.filter { $0.hasPrefix("dump-") }
        #expect(snapshots.count == 2)
        #expect(snapshots.first == "dump-20200102T000000Z.rdb")
        let newest = "\(target)/\(snapshots.last ?? "")"
        #expect(try log.digest(newest) == log.digest(log.path))
        let report = try FileBytes.read("\(target)/last.json")
        #expect(String(decoding: report, as: UTF8.self).contains("redoubt.rebuild.v1"))
    }

    @Test("tell of a cut-off end, and stop at damage without a new snapshot")
    func trouble() throws {
        let torn = try CompactTests.Log(second: LogText.commands("SET a 1") + Array("*3\r".utf8))
        try torn.folder.write([], to: "backup/last.err")
        let cut = try Self.run(torn.path, torn.folder.path("backup"))
        #expect(cut.code == 3)
        #expect(cut.said.contains("redoubt: warning: "))

        let damaged = try CompactTests.Log(second: Array("*3\r\nx\r\n\r\n\r\n".utf8))
        try damaged.folder.write([], to: "backup/last.err")
        let stopped = try Self.run(damaged.path, damaged.folder.path("backup"))
        #expect(stopped.code == 20)
        #expect(stopped.said.contains("the log is damaged"))
        #expect(try damaged.names("backup") == ["last.err"])
    }

    @Test("for systemd name the script, and are sound where systemd can tell")
    func units() throws {
        let folder = ProjectFolder.url("examples/systemd").path
        let service = try String(
            decoding: FileBytes.read("\(folder)/redoubt-nightly.service"),
            as: UTF8.self
        )
        #expect(service.contains("ExecStart=/usr/local/bin/redoubt-nightly.sh "))
        #expect(service.contains("SuccessExitStatus=3"))
        let script = """
            command -v systemd-analyze >/dev/null || exit 0
            sed 's|^ExecStart=.*|ExecStart=/bin/true|' "$1/redoubt-nightly.service" \
                > "$2/redoubt-nightly.service"
            cp "$1/redoubt-nightly.timer" "$2" && systemd-analyze verify "$2/redoubt-nightly.timer"
            """
        let units = try TemporaryFolder()
        #expect(try Shell.run(script, [folder, units.path]).exitCode == 0)
    }
}
