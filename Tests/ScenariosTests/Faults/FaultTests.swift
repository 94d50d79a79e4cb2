import Foundation
import RedoubtTestSupport
import Testing

/// Every command that writes, stopped at every call by which it changes files.
@Suite("A command that is stopped")
struct FaultTests {
    private let injector: FaultInjector

    init() throws {
        injector = try FaultInjector()
    }

    /// A run that nothing stops.
    private struct Whole {
        let before: FolderState
        let after: FolderState
        let exitCode: Int
        let calls: [FaultInjector.Call]

        /// The numbers of all calls; of very many the first, the last and some between.
        var numbers: [Int] {
            let step = max(1, calls.count / 30)
            return (1...max(calls.count, 1)).filter {
                calls.count <= 100 || $0 <= 10 || $0 > calls.count - 10 || $0 % step == 0
            }
        }
    }

    private func whole(_ run: FaultCase) throws -> Whole {
        let folder = try TemporaryFolder()
        try run.prepare(folder)
        let before = try FolderState(folder, run)
        let (ending, calls) = try injector.trace(run.arguments(in: folder), below: folder.path)
        let after = try FolderState(folder, run)
        #expect(!ending.isKilled, "\(ending.errors)")
        #expect(after.digest != nil, "\(ending.errors)")
        #expect(after.sources == before.sources)
        #expect(calls.count >= 4)
        return Whole(before: before, after: after, exitCode: ending.exitCode, calls: calls)
    }

    @Test(
        "by a kill leaves the old dataset or the new one, and the next run is not misled",
        arguments: FaultCase.all
    )
    func killed(run: FaultCase) throws {
        let whole = try whole(run)
        var states: Set<String?> = []
        for call in whole.numbers {
            let folder = try TemporaryFolder()
            try run.prepare(folder)
            let arguments = run.arguments(in: folder)
            let ending = try injector.run(arguments, below: folder.path, .kill, at: call)
            #expect(ending.isKilled)
            let left = try FolderState(folder, run)
            #expect(left.sources == whole.before.sources)
            #expect(left.digest == whole.before.digest || left.digest == whole.after.digest)
            states.insert(left.digest)
            // An output directory that is whole is not written over.
            if run.result.hasSuffix("log"), whole.before.digest == nil, left.digest != nil {
                continue
            }
            let again = try injector.run(arguments, below: folder.path, .kill, at: 0)
            #expect(again.exitCode == whole.exitCode, "call \(call): \(again.errors)")
            let cleared = try FolderState(folder, run)
            #expect(cleared.digest == whole.after.digest)
            #expect(cleared.names == whole.after.names, "call \(call)")
        }
        #expect(states.contains(whole.before.digest))
    }

    @Test(
        "by a full disk or a failing one says so and leaves nothing behind",
        arguments: FaultCase.all,
        [ENOSPC, EIO]
    )
    func failing(run: FaultCase, code: Int32) throws {
        let whole = try whole(run)
        for call in whole.numbers {
            let folder = try TemporaryFolder()
            try run.prepare(folder)
            let arguments = run.arguments(in: folder)
            let ending = try injector.run(arguments, below: folder.path, .error(code), at: call)
            let name = "\(call): \(whole.calls[call - 1])"
            #expect(!ending.isKilled, "\(name)")
            let left = try FolderState(folder, run)
            #expect(left.sources == whole.before.sources)
            if ending.exitCode == whole.exitCode, left.digest == whole.after.digest { continue }
            // With 3 the new log is in place, and what is left of the old one is told of.
            let codes = run.isInPlace ? [1, 3] : [1]
            #expect(codes.contains(ending.exitCode), "\(name): \(ending.errors)")
            #expect(ending.errors.contains(folder.path), "\(name): \(ending.errors)")
            #expect(left.digest == whole.before.digest || left.digest == whole.after.digest)
            // What can not be removed stays; an error behind the switch changes nothing.
            let mayStay = ["unlink", "rmdir"].contains(whole.calls[call - 1].name)
            if !mayStay, ending.exitCode == 1, left.digest == whole.before.digest,
                whole.before.digest != whole.after.digest
            {
                #expect(left.names == whole.before.names, "\(name)")
            }
        }
    }

    @Test(
        "has synced each file before its name, and each name before the next",
        arguments: FaultCase.all
    )
    func order(run: FaultCase) throws {
        let calls = try whole(run).calls
        var synced: Set<String> = []
        var written: Set<String> = []
        var renamedWithin: Set<String> = []
        for call in calls {
            switch call.name {
            case "write":
                written.insert(call.path)
                synced.remove(call.path)
            case "fsync":
                synced.insert(call.path)
                renamedWithin.remove(call.path)
            case "rename":
                #expect(!written.contains(call.path) || synced.contains(call.path), "\(call)")
                renamedWithin.insert(Self.parent(of: call.other))
            default: break
            }
        }
        #expect(renamedWithin.isEmpty, "a directory was not synced: \(renamedWithin)")
        #expect(calls.contains { $0.name == "fsync" })
    }

    private static func parent(of path: String) -> String {
        URL(filePath: path).deletingLastPathComponent().resolvingSymlinksInPath().path
    }
}
