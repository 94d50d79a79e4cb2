import RedoubtBytes

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Raised whenever other data comes out, so that what an older generator left is made anew.
let generatorVersion = 1

/// `bench-data KIND COUNT PATH` writes one file; `bench-data version` prints the version.
func write(_ kind: String, _ count: Int, _ path: String) throws(Fault) -> Bool {
    switch kind {
    case "snapshot": try MixedSnapshot.write(path, keyCount: count)
    case "tail": try TailLog.write(path, keyCount: count)
    case "sets": try StringLogs.writeDistinct(path, count: count)
    case "overwritten": try StringLogs.writeOverwritten(path, count: count)
    case "mixed": try MixedLog.write(path, count: count)
    case "giant-snapshot": try MixedSnapshot.writeGiant(path, byteCount: count)
    case "giant-log": try StringLogs.writeGiant(path, byteCount: count)
    default: return false
    }
    return true
}

let arguments = CommandLine.arguments
do {
    if arguments.count == 2, arguments[1] == "version" {
        print(generatorVersion)
    } else if arguments.count == 4, let count = Int(arguments[2]), count >= 0,
        try write(arguments[1], count, arguments[3])
    {
    } else {
        print("bench-data snapshot|tail|sets|overwritten|mixed|giant-snapshot|giant-log COUNT PATH")
        exit(2)
    }
} catch {
    print("bench-data: \(error)")
    exit(1)
}
