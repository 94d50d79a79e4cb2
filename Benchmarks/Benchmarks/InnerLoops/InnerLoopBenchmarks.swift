import AllocationCounter
import Benchmark
import InnerLoops

// The allocations are counted by our own functions: those of the benchmark package need packages
// that are not used here, and read 0 without them.
private let allocations = BenchmarkMetric.custom("Allocations", useScalingFactor: false)

let benchmarks = { @Sendable in
    for loop in InnerLoop.all {
        Benchmark(
            loop.name,
            configuration: Benchmark.Configuration(
                metrics: [.wallClock, .instructions, allocations],
                timeUnits: .nanoseconds,
                warmupIterations: 3,
                maxDuration: .milliseconds(500),
                maxIterations: 2000
            )
        ) { (benchmark: Benchmark, pass: () throws -> Int) in
            let before = allocation_count()
            blackHole(try pass())
            benchmark.measurement(allocations, Int(allocation_count() - before))
        } setup: {
            try loop.makePass()
        }
    }
}
