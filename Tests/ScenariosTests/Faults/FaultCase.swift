import Foundation
import RedoubtBytes
import RedoubtRecovery
import RedoubtTestSupport
import RedoubtValues
import Testing

/// A command that writes, on files in a folder of its own: sources below `in`, output below `out`.
struct FaultCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Makes the files.
    let prepare: @Sendable (TemporaryFolder) throws -> Void
    /// The arguments, in which `@` stands for the folder.
    private let words: [String]
    /// What holds the dataset in the end, in the folder.
    let result: String

    init(
        _ command: String,
        result: String,
        _ prepare: @escaping @Sendable (TemporaryFolder) throws -> Void
    ) {
        testDescription = command
        words = command.split(separator: " ").map(String.init)
        self.result = result
        self.prepare = prepare
    }

    var isInPlace: Bool { words.contains("--in-place") }

    func arguments(in folder: TemporaryFolder) -> [String] {
        words.map { $0.replacing("@", with: folder.path) }
    }

    /// A new command is one more line here.
    static let all: [FaultCase] = [
        FaultCase("rebuild --jobs 1 --log @/in/log.aof -o @/out/new.rdb", result: "out/new.rdb") {
            try $0.write(log, to: "in/log.aof")
            try $0.write([], to: "out/other")
        },
        FaultCase("rebuild --jobs 1 --log @/in/log.aof -o @/out/old.rdb", result: "out/old.rdb") {
            try $0.write(log, to: "in/log.aof")
            try $0.write(snapshot(), to: "out/old.rdb")
        },
        FaultCase(
            "rebuild --jobs 1 --snapshot @/in/base.rdb --assume-aligned --log @/in/log.aof "
                + "--max-memory 64mb -o @/out/old.rdb",
            result: "out/old.rdb"
        ) {
            try $0.write(snapshot(), to: "in/base.rdb")
            try $0.write(log + largeTail, to: "in/log.aof")
            try $0.write(snapshot(), to: "out/old.rdb")
        },
        FaultCase(
            "rebuild --jobs 1 --carry-unknown --log @/in/log.aof -o @/out/log",
            result: "out/log"
        ) {
            try $0.write(log + LogText.commands("SET late 1"), to: "in/log.aof")
            try $0.write([], to: "out/other")
        },
        FaultCase("repair @/in/log.aof -o @/out/log.aof", result: "out/log.aof") {
            try $0.write(log + [1, 2, 3] + log, to: "in/log.aof")
            try $0.write(LogText.commands("SET old 1"), to: "out/log.aof")
        },
        FaultCase("repair @/in/log -o @/out/log", result: "out/log") {
            try directory($0, "in/log", log + [1, 2, 3] + log)
            try $0.write([], to: "out/other")
        },
        FaultCase("salvage @/in/dump.rdb -o @/out/dump.rdb", result: "out/dump.rdb") {
            var bytes = try snapshot()
            bytes.removeLast(bytes.count / 3)
            try $0.write(bytes, to: "in/dump.rdb")
            try $0.write(snapshot(), to: "out/dump.rdb")
        },
        FaultCase("compact --jobs 1 @/in/log -o @/out/log", result: "out/log") {
            try directory($0, "in/log", log)
            try $0.write([], to: "out/other")
        },
        FaultCase("compact --jobs 1 --assume-stopped --in-place @/out/log", result: "out/log") {
            try directory($0, "out/log", log)
        },
        FaultCase(
            "compact --jobs 1 --assume-stopped --format aof --in-place @/out/log",
            result: "out/log"
        ) {
            try directory($0, "out/log", log)
        },
        FaultCase(
            "compact --jobs 1 --assume-stopped --in-place @/out/log.aof",
            result: "out/log.aof"
        ) {
            try $0.write(log + log, to: "out/log.aof")
        },
    ]

    private static func snapshot() throws -> [UInt8] {
        try SmallFixture.named("redis-7.0-types.rdb").bytes()
    }

    private static let log = LogText.commands(
        "SET a 1",
        "RPUSH l 1 2 3",
        "SELECT 2",
        "HSET h f v",
        "INCR n",
        "DEL a"
    )

    /// More than 16 megabytes, so that a scratch file is needed.
    private static let largeTail: [UInt8] = {
        let value = ByteString([UInt8](repeating: 65, count: 100_000))
        return (0..<200).flatMap { number in
            LogText.command(["SET", ByteString("large:\(number)"), value])
        }
    }()

    private static func directory(
        _ folder: TemporaryFolder,
        _ path: String,
        _ increment: [UInt8]
    ) throws {
        try folder.write(snapshot(), to: "\(path)/appendonly.aof.1.base.rdb")
        try folder.write(increment, to: "\(path)/appendonly.aof.1.incr.aof")
        let manifest =
            "file appendonly.aof.1.base.rdb seq 1 type b\n"
            + "file appendonly.aof.1.incr.aof seq 1 type i\n"
        try folder.write(Array(manifest.utf8), to: "\(path)/appendonly.aof.manifest")
    }
}

/// What a folder holds at a moment.
struct FolderState: Equatable {
    /// The content of every file, by its path in the folder.
    let files: [String: [UInt8]]
    /// What the result says; nil if there is none.
    let digest: String?

    init(_ folder: TemporaryFolder, _ run: FaultCase) throws {
        var files: [String: [UInt8]] = [:]
        let names = FileManager.default.enumerator(atPath: folder.path)
        while let name = names?.nextObject() as? String {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder.path(name), isDirectory: &isFolder)
            files[name] = isFolder.boolValue ? [] : try FileBytes.read(folder.path(name))
        }
        self.files = files
        let isDirectory = FileBytes.exists(folder.path("\(run.result)/appendonly.aof.manifest"))
        let isFile = !run.result.hasSuffix("log") && FileBytes.exists(folder.path(run.result))
        // An output may name another server than its source, or none.
        let options = LoadOptions(server: ServerProfile(.redis, 7, 0))
        digest =
            isDirectory || isFile
            ? try DigestRun(path: folder.path(run.result), options: options).run().hex : nil
    }

    /// Everything that is only read.
    var sources: [String: [UInt8]] { files.filter { $0.key.hasPrefix("in/") } }

    /// The names of all files, without the numbers in them.
    var names: [String] {
        files.keys.map { String($0.map { $0.isNumber ? "#" : $0 }) }.sorted()
    }
}
