// Rebuilds a dataset from a log and prints what `DEBUG DIGEST` would answer for it.

import RedoubtRecovery

func rebuild(log: String, output: String) throws {
    let request = RebuildRequest(snapshot: nil, log: log, output: output)
    let result = try RebuildRun(request).run()
    for warning in result.warnings { print("warning:", warning) }
    print(result.keyCount, "keys written as", result.format)
    print(try DigestRun(path: output).run().hex)
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    print("usage: rebuild-dataset LOG OUTPUT")
    throw RecoveryError(.usage, "two paths are needed")
}
try rebuild(log: arguments[1], output: arguments[2])
