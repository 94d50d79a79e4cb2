// swift-tools-version: 6.3

import PackageDescription

// Every target has a short folder name and a prefixed module name, so that no module shares its
// name with a type. Floors go from low to high; a target lists only floors below it, and
// `Tests/TidyTests` holds that.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

// Tests may reach for pointers to play a hostile caller.
let testSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

func floor(_ folder: String, on below: [Target.Dependency] = []) -> Target {
    .target(
        name: "Redoubt\(folder)",
        dependencies: below,
        path: "Sources/\(folder)",
        swiftSettings: settings
    )
}

func tests(_ folder: String, of targets: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(folder)Tests",
        dependencies: targets,
        path: "Tests/\(folder)Tests",
        swiftSettings: testSettings
    )
}

let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)

let package = Package(
    name: "redoubt",
    products: [
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ]
)
