import AllocationCounter
import InnerLoops

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

// `inner-loop list` names the loops; `inner-loop NAME` warms one up, runs one pass and prints the
// number of its allocations. Callgrind counts the instructions of that pass: it watches the
// function `measuredPass`.

nonisolated(unsafe) var pass: () throws -> Int = { 0 }
nonisolated(unsafe) var result = 0

/// The only thing that is counted.
@inline(never)
func measuredPass() {
    do {
        result &+= try pass()
    } catch {
        print("inner-loop: \(error)")
        exit(1)
    }
}

/// What a first pass allocates and looks up belongs to nobody's loop.
let warmUpCount = 3

let name = CommandLine.arguments.dropFirst().first ?? "list"
if name == "list" {
    for loop in InnerLoop.all { print(loop.name) }
} else if let loop = InnerLoop.all.first(where: { $0.name == name }) {
    pass = try loop.makePass()
    for _ in 0..<warmUpCount { result &+= try pass() }
    let before = allocation_count()
    measuredPass()
    print(allocation_count() - before)
} else {
    print("inner-loop: there is no loop '\(name)'")
    exit(2)
}
