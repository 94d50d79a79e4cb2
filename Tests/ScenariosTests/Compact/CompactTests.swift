import Foundation
import RedoubtRecovery
import RedoubtTestSupport
import Testing

/// What `compact` writes, and what it refuses.
@Suite("compact")
struct CompactTests {
    /// A log directory of two increments, and what a server keeps there besides.
    struct Log {
        let folder: TemporaryFolder
        let path: String

        init(second: [UInt8] = LogText.commands("SELECT 2", "SADD s a b", "DEL gone")) throws {
            folder = try TemporaryFolder()
            path = folder.path("log")
            try folder.write(
                LogText.commands("SELECT 0", "SET k 1", "SET k 2", "SET gone 1", "RPUSH l a b"),
                to: "log/my.aof.1.incr.aof"
            )
            try folder.write(second, to: "log/my.aof.2.incr.aof")
            let manifest = """
                file my.aof.1.incr.aof seq 1 type i
                file my.aof.2.incr.aof seq 2 type i

                """
            try folder.write(Array(manifest.utf8), to: "log/my.aof.manifest")
        }

        func names(_ directory: String = "log") throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path(directory)).sorted()
        }

        func digest(_ path: String) throws -> String {
            try DigestRun(path: path, options: LoadOptions(server: .init(.redis, 7, 0))).run().hex
        }

        func compact(_ arguments: String...) throws -> BuiltTool.Result {
            try BuiltTool.run(["compact", path] + arguments)
        }
    }

    @Test("writes a directory with a base, an empty increment and a manifest")
    func newPlace() throws {
        let log = try Log()
        let before = try log.names()
        for form in ["rdb", "aof"] {
            let output = log.folder.path(form)
            let result = try log.compact("--output", output, "--format", form)
            #expect(result.exitCode == 0, "\(result.errorText)")
            let expected = [
                "appendonly.aof.1.base.\(form)", "appendonly.aof.1.incr.aof",
                "appendonly.aof.manifest",
            ]
            #expect(try log.names(form) == expected)
            #expect(try FileBytes.read("\(output)/appendonly.aof.1.incr.aof").isEmpty)
            #expect(try log.digest(output) == log.digest(log.path))
        }
        #expect(try log.names() == before)
        #expect(try log.names("") == ["aof", "log", "rdb"])
        let again = try log.compact("--output", log.folder.path("rdb"))
        #expect(again.exitCode == 2)
        #expect(again.errorText.contains("a log already stands here"))
    }

    @Test("in place keeps the names and the numbers, and removes the old files")
    func inPlace() throws {
        let log = try Log()
        let digest = try log.digest(log.path)
        try log.folder.write([1, 2, 3], to: "log/.my.aof.1.base.rdb.redoubt-1.tmp")
        try log.folder.write([1, 2, 3], to: "log/my.aof.1.base.rdb")
        let result = try log.compact("--in-place", "--json")
        #expect(result.exitCode == 0, "\(result.errorText)")
        let expected = ["my.aof.1.base.rdb", "my.aof.3.incr.aof", "my.aof.manifest"]
        #expect(try log.names() == expected)
        #expect(try log.digest(log.path) == digest)
        #expect(
            try String(decoding: FileBytes.read("\(log.path)/my.aof.manifest"), as: UTF8.self)
                == """
                file my.aof.1.base.rdb seq 1 type b
                file my.aof.3.incr.aof seq 3 type i

                """
        )
        let size = try FileBytes.read("\(log.path)/my.aof.1.base.rdb").count
        #expect(result.outputText.contains("\"bytes\" : \(size)"))
        #expect(result.outputText.contains("\"commands\" : 8"))
    }

    @Test("gives new files the owner and the permissions of the manifest")
    func owner() throws {
        let log = try Log()
        let manifest = "\(log.path)/my.aof.manifest"
        chmod(manifest, 0o640)
        // Only root may give a file away.
        let owner = getuid() == 0 ? 4711 : getuid()
        #expect(chown(manifest, owner, getgid()) == 0)
        #expect(try log.compact("--in-place").exitCode == 0)
        for name in try log.names() {
            var status = stat()
            #expect(stat("\(log.path)/\(name)", &status) == 0)
            #expect(status.st_uid == owner, "\(name)")
            #expect(status.st_mode & 0o777 == 0o640, "\(name)")
        }
    }

    @Test("to a new place clears away what a killed run left there")
    func leftovers() throws {
        let log = try Log()
        let names = [
            ".appendonly.aof.1.base.rdb.redoubt-1.tmp", ".appendonly.aof.1.snapshot.redoubt-1.tmp",
            ".appendonly.aof.manifest.redoubt-1.tmp", "appendonly.aof.1.base.rdb",
        ]
        for name in names + [".other.redoubt-1.tmp"] {
            try log.folder.write([1], to: "out/\(name)")
        }
        try log.folder.write([1], to: ".out.redoubt.lock")
        try log.folder.write([1], to: ".out.redoubt-1.tmp")
        #expect(try log.compact("--output", log.folder.path("out")).exitCode == 0)
        let expected = [
            ".other.redoubt-1.tmp", "appendonly.aof.1.base.rdb", "appendonly.aof.1.incr.aof",
            "appendonly.aof.manifest",
        ]
        #expect(try log.names("out") == expected)
        #expect(try log.names("") == ["log", "out"])
    }

    @Test("takes up what a killed run left as history")
    func history() throws {
        let log = try Log()
        let digest = try log.digest(log.path)
        try log.folder.write([9], to: "log/my.aof.7.base.rdb")
        let manifest = """
            file my.aof.7.base.rdb seq 7 type h
            file my.aof.6.incr.aof seq 6 type h
            file my.aof.1.incr.aof seq 1 type i
            file my.aof.2.incr.aof seq 2 type i

            """
        try log.folder.write(Array(manifest.utf8), to: "log/my.aof.manifest")
        #expect(try log.compact("--in-place", "--format", "aof").exitCode == 0)
        let expected = ["my.aof.1.base.aof", "my.aof.3.incr.aof", "my.aof.manifest"]
        #expect(try log.names() == expected)
        #expect(try log.digest(log.path) == digest)
    }

    @Test("in a dry run writes nothing and prints the same numbers")
    func dryRun() throws {
        for form in ["rdb", "aof"] {
            let log = try Log()
            let names = try log.names()
            let dry = try log.compact("--dry-run", "--format", form)
            #expect(dry.exitCode == 0)
            #expect(try log.names() == names)
            let real = try log.compact("--in-place", "--format", form)
            let lines = { (result: BuiltTool.Result) in
                result.outputText.split(separator: "\n").filter {
                    $0.hasPrefix("before") || $0.hasPrefix("after") || $0.hasPrefix("keys")
                }
            }
            #expect(lines(dry) == lines(real))
            #expect(lines(dry).count == 3)
        }
    }

    @Test("without a base of the server writes what Redis 7.0 loads")
    func formatOfBase() throws {
        let log = try Log()
        #expect(try log.compact("--in-place").exitCode == 0)
        let bytes = try FileBytes.read("\(log.path)/my.aof.1.base.rdb")
        #expect(bytes.starts(with: Array("REDIS0010".utf8)))
    }

    @Test("refuses what it can not replay, and leaves the log as it was")
    func refused() throws {
        let unknown = try Log(second: LogText.commands("SELECT 0", "FOO.BAR k 1"))
        let names = try unknown.names()
        #expect(try unknown.compact("--in-place").exitCode == 1)
        #expect(try unknown.names() == names)
        #expect(try unknown.compact("--output", unknown.folder.path("out")).exitCode == 1)
        #expect(try unknown.names("") == ["log"])

        let torn = try Log(second: LogText.commands("SET a 1") + Array("*3\r\n$3".utf8))
        #expect(try torn.compact("--in-place", "--strict").exitCode == 20)
        #expect(try torn.names() == names)
        #expect(try torn.compact("--in-place").exitCode == 3)
    }

    @Test("refuses a log that a process has open, and names the process")
    func open() throws {
        let log = try Log()
        let names = try log.names()
        let file = "\(log.path)/my.aof.2.incr.aof"
        let script = "exec 9>>\"$2\"; \"$0\" compact \"$1\" --in-place 2>&1 9>&-; echo $?"
        let said = try Shell.run(script, [log.path, file]).output
        #expect(said.hasSuffix("1\n"), "\(said)")
        #expect(said.contains("in use: sh (process "), "\(said)")
        #expect(try log.names() == names)
    }

    @Test("replaces a single file, and neither a compressed one nor a snapshot")
    func singleFile() throws {
        let folder = try TemporaryFolder()
        let text = LogText.commands("SET k 1", "SET k 2")
        let path = try folder.write(text, to: "appendonly.aof")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let digest = try DigestRun(path: path).run().hex
        for form in ["rdb", "aof"] {
            let arguments = ["compact", path, "--in-place", "--format", form]
            #expect(try BuiltTool.run(arguments).exitCode == 0)
            #expect(try DigestRun(path: path).run().hex == digest)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try folder.names() == ["appendonly.aof"])

        let snapshot = try folder.write(
            SmallFixture.named("redis-7.0-types.rdb").bytes(),
            to: "dump.rdb"
        )
        #expect(try BuiltTool.run(["compact", snapshot, "--in-place"]).exitCode == 2)
        let compressed = try folder.write([0x1F, 0x8B, 8, 0, 0, 0], to: "log.gz")
        #expect(try BuiltTool.run(["compact", compressed, "--in-place"]).exitCode == 2)
        #expect(try BuiltTool.run(["compact", "-", "--in-place"]).exitCode == 2)
    }
}

extension TemporaryFolder {
    /// What stands in it, sorted.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }
}
