import CFuzzer
import Foundation

// fuzz TARGET [options of libFuzzer] [folders of inputs]

nonisolated(unsafe) var target = FuzzTarget.rdb

guard CommandLine.arguments.count > 1,
    let chosen = FuzzTarget(rawValue: CommandLine.arguments[1])
else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
    FileHandle.standardError.write(Data("usage: fuzz \(names) [options] [folders]\n".utf8))
    exit(2)
}
target = chosen

var words = CommandLine.arguments
words.remove(at: 1)
var arguments = words.map { strdup($0) } + [nil]
var count = Int32(words.count)
let code = arguments.withUnsafeMutableBufferPointer { buffer -> Int32 in
    var pointer = buffer.baseAddress
    return LLVMFuzzerRunDriver(&count, &pointer) { data, size in
        let bytes = data.map { Array(UnsafeBufferPointer(start: $0, count: size)) } ?? []
        target.run(bytes)
        return 0
    }
}
exit(code)
