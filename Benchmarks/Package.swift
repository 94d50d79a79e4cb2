// swift-tools-version: 6.1

import PackageDescription

// A package of its own, so that nobody who uses the libraries fetches what only benchmarks need.
// README.md tells what each part is for.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let redoubt = Target.Dependency.product(name: "Redoubt", package: "redoubt")

let package = Package(
    name: "redoubt-benchmarks",
    dependencies: [
        .package(name: "redoubt", path: ".."),
        // Without traits: the default one wants jemalloc, whose counts are not used here.
        .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
    ],
    targets: [
        // What `make bench` needs: its data, and a launcher that measures one process.
        .executableTarget(name: "bench-data", dependencies: [redoubt], path: "Sources/BenchData"),
        .executableTarget(name: "bench-measure", path: "Sources/Measure"),

        // The inner loops, once under a benchmark and once bare, for callgrind.
        .target(name: "AllocationCounter", path: "Sources/AllocationCounter"),
        .target(
            name: "InnerLoops",
            dependencies: [redoubt],
            path: "Sources/InnerLoops"
        ),
        .executableTarget(
            name: "inner-loop",
            dependencies: ["InnerLoops", "AllocationCounter"],
            path: "Sources/InnerLoopRun"
        ),
        .executableTarget(
            name: "InnerLoopBenchmarks",
            dependencies: [
                "InnerLoops", "AllocationCounter",
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/InnerLoops",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
)

for target in package.targets where !["bench-measure", "AllocationCounter"].contains(target.name) {
    target.swiftSettings = settings
}
