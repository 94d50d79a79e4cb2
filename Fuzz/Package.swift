// swift-tools-version: 6.1

import PackageDescription

// A package of its own: everything in it is built with the instructions that guide the fuzzer.
// Scripts/fuzz.sh builds and runs it.

let package = Package(
    name: "redoubt-fuzz",
    dependencies: [.package(name: "redoubt", path: "..")],
    targets: [
        // The driver of libFuzzer, which stands in the toolchain.
        .target(name: "CFuzzer", path: "Sources/CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["CFuzzer", .product(name: "Redoubt", package: "redoubt")],
            path: "Sources/Fuzz",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableExperimentalFeature("Lifetimes"),
            ]
        ),
    ]
)
