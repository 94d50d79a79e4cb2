import RedoubtTestSupport
import Testing

/// What a file claims costs nothing before the bytes are there.
@Suite("Files that claim to be enormous")
struct HostileFileTests {
    @Test("fail at once, in a file and in a stream", arguments: HostileFile.snapshots)
    func snapshot(_ file: HostileFile) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(file.bytes, to: "hostile.rdb")
        let start = ContinuousClock.now
        let survey = try Survey(path)
        #expect(survey.digest == nil)
        #expect(survey.isFoundDamaged)
        #expect(try Survey.streamed(file.bytes) == nil)
        #expect(ContinuousClock.now - start < Survey.hangBound)
    }

    @Test("do no harm as logs", arguments: HostileFile.logs)
    func log(_ file: HostileFile) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(file.bytes, to: "hostile.aof")
        let start = ContinuousClock.now
        _ = try Survey(path)
        #expect(ContinuousClock.now - start < Survey.hangBound)
    }

    @Test("need little memory", arguments: HostileFile.snapshots + HostileFile.logs)
    func memory(_ file: HostileFile) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(file.bytes, to: "hostile")
        // The shell keeps the tool within 600 MB of addresses; one that asks for more would crash.
        for verb in ["digest", "check", "inspect"] {
            for input in [path, "-"] {
                let script = "ulimit -v 600000; exec \"$0\" \"$1\" \"$2\" < \"$3\" 2> /dev/null"
                let code = try Shell.run(script, [verb, input, path]).exitCode
                #expect([0, 1, 3, 20].contains(code), "\(verb) \(input): \(code)")
            }
        }
    }
}
