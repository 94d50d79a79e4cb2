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

// Small C targets for what the processor has instructions for.
let cSettings: [CSetting] = [
    .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
]

func floor(_ folder: String, on below: [Target.Dependency] = []) -> Target {
    .target(
        name: "Redoubt\(folder)",
        dependencies: below,
        path: "Sources/\(folder)",
        swiftSettings: settings
    )
}

func tests(
    _ folder: String,
    of targets: [Target.Dependency],
    besides files: [String] = []
) -> Target {
    .testTarget(
        name: "\(folder)Tests",
        dependencies: targets,
        path: "Tests/\(folder)Tests",
        exclude: files,
        swiftSettings: testSettings
    )
}

let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
]
let services: [Target.Dependency] = [
    .product(name: "Logging", package: "swift-log"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

let package = Package(
    name: "redoubt",
    products: [
        .executable(name: "redoubt", targets: ["redoubt"]),
        .library(
            name: "Redoubt",
            targets: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP",
                "RedoubtAOF", "RedoubtKeyspace", "RedoubtCommands", "RedoubtAnalysis",
                "RedoubtScripting", "RedoubtRecovery", "RedoubtServing",
            ]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // System libraries: gzip and LZ4 compressed input.
        .systemLibrary(name: "CZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLZ4", path: "Sources/CLZ4", providers: [.apt(["liblz4-dev"])]),

        // The checksum of snapshots, by carry-less multiplication.
        .target(name: "CChecksum", path: "Sources/CChecksum", cSettings: cSettings),

        // Lua 5.1 for the scripts of old logs, and the C that keeps its errors away from Swift.
        .systemLibrary(
            name: "CLua",
            path: "Sources/CLua",
            pkgConfig: "lua5.1",
            providers: [.apt(["liblua5.1-0-dev"])]
        ),
        .target(
            name: "CScripting",
            dependencies: ["CLua", "CDigest"],
            path: "Sources/CScripting",
            cSettings: cSettings
        ),

        // 0 to 2: bytes, encodings, logical values.
        .target(name: "CInterruption", path: "Sources/CInterruption", cSettings: cSettings),
        .target(name: "CPrefetch", path: "Sources/CPrefetch", cSettings: cSettings),
        floor("Bytes", on: ["CInterruption", "CPrefetch"]),
        .target(name: "CDigest", path: "Sources/CDigest", cSettings: cSettings),
        floor("Codecs", on: ["RedoubtBytes", "CZlib", "CLZ4", "CChecksum", "CDigest"]),
        floor("Values", on: ["RedoubtBytes"]),

        // 3: the two languages of the files.
        floor("RDB", on: ["RedoubtBytes", "RedoubtCodecs", "RedoubtValues"]),
        floor("RESP", on: ["RedoubtBytes"]),

        // 4: a dataset in memory; the append-only log on disk.
        floor(
            "Keyspace",
            on: ["RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", deque]
        ),
        floor(
            "AOF",
            on: ["RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP"]
        ),

        // 5: the write commands; what can be said of a dataset.
        floor(
            "Commands",
            on: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP",
                "RedoubtKeyspace",
            ]
        ),
        floor(
            "Analysis",
            on: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP",
                "RedoubtKeyspace", "RedoubtAOF",
            ]
        ),

        // 6: the scripts that logs hold.
        floor(
            "Scripting",
            on: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtKeyspace",
                "RedoubtCommands", "CScripting",
            ]
        ),

        // 7: what the project is for.
        floor(
            "Recovery",
            on: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP",
                "RedoubtKeyspace", "RedoubtAOF", "RedoubtCommands", "RedoubtAnalysis",
                "RedoubtScripting",
            ]
        ),

        // 8: a dataset that clients are served from, without a socket; 9: the sockets.
        floor(
            "Serving",
            on: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP",
                "RedoubtKeyspace", "RedoubtAOF", "RedoubtCommands", "RedoubtAnalysis",
                "RedoubtScripting", "RedoubtRecovery", deque,
            ]
        ),
        floor(
            "RestoreServer",
            on: [
                "RedoubtBytes", "RedoubtValues", "RedoubtRDB", "RedoubtRESP", "RedoubtCommands",
                "RedoubtKeyspace", "RedoubtRecovery", "RedoubtServing",
            ] + nio + services
        ),

        // 10 and 11: the command line.
        floor(
            "ToolCommands",
            on: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtAOF",
                "RedoubtKeyspace", "RedoubtCommands", "RedoubtAnalysis", "RedoubtRecovery",
                "RedoubtScripting", "RedoubtServing", "RedoubtRestoreServer", argumentParser,
            ] + services
        ),
        .executableTarget(
            name: "redoubt",
            dependencies: ["RedoubtToolCommands"],
            path: "Sources/redoubt",
            swiftSettings: settings
        ),

        // Examples: no products, but built with everything else.
        .executableTarget(
            name: "list-keys",
            dependencies: ["RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB"],
            path: "examples/list-keys",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "rebuild-dataset",
            dependencies: ["RedoubtRDB", "RedoubtRecovery"],
            path: "examples/rebuild-dataset",
            swiftSettings: settings
        ),

        // What tests share: fixtures, random datasets, real servers, the built binary. In no
        // product.
        .target(
            name: "RedoubtTestSupport",
            dependencies: ["RedoubtBytes", "RedoubtValues", "RedoubtRDB", "CZlib"],
            path: "Tests/TestSupport",
            swiftSettings: testSettings
        ),

        // Tests: one target per floor, beside those that run the built binary.
        tests("Bytes", of: ["RedoubtBytes", "RedoubtTestSupport"]),
        tests(
            "Codecs",
            of: ["RedoubtBytes", "RedoubtCodecs", "RedoubtTestSupport", "CChecksum"]
        ),
        tests("RESP", of: ["RedoubtBytes", "RedoubtRESP", "RedoubtTestSupport"]),
        tests(
            "AOF",
            of: [
                "RedoubtBytes", "RedoubtValues", "RedoubtRDB", "RedoubtRESP", "RedoubtAOF",
                "RedoubtTestSupport",
            ]
        ),
        tests(
            "Keyspace",
            of: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtKeyspace",
                "RedoubtTestSupport", deque,
            ]
        ),
        tests(
            "Commands",
            of: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtKeyspace",
                "RedoubtCommands", "RedoubtTestSupport",
            ]
        ),
        tests(
            "Scripting",
            of: [
                "RedoubtBytes", "RedoubtValues", "RedoubtKeyspace", "RedoubtCommands",
                "RedoubtScripting", "RedoubtAnalysis", "RedoubtRecovery", "RedoubtTestSupport",
            ]
        ),
        tests("TestSupport", of: ["RedoubtBytes", "RedoubtTestSupport"]),
        tests("Tidy", of: ["RedoubtTestSupport"]),
        tests(
            "RDB",
            of: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB",
                "RedoubtTestSupport",
            ]
        ),
        tests(
            "RDBWriting",
            of: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB",
                "RedoubtTestSupport",
            ]
        ),
        tests(
            "Serving",
            of: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtRESP",
                "RedoubtKeyspace", "RedoubtAOF", "RedoubtCommands", "RedoubtAnalysis",
                "RedoubtScripting", "RedoubtRecovery", "RedoubtServing", "RedoubtTestSupport",
            ]
        ),
        tests(
            "Clients",
            of: [
                "RedoubtBytes", "RedoubtValues", "RedoubtKeyspace", "RedoubtCommands",
                "RedoubtServing", "RedoubtTestSupport", "redoubt",
            ],
            besides: ["Programs"]
        ),
        tests(
            "Scenarios",
            of: [
                "RedoubtBytes", "RedoubtCodecs", "RedoubtValues", "RedoubtRDB", "RedoubtKeyspace",
                "RedoubtRESP", "RedoubtAOF", "RedoubtCommands", "RedoubtAnalysis",
                "RedoubtRecovery", "RedoubtServing", "RedoubtTestSupport", "redoubt",
            ]
        ),
        tests(
            "Live",
            of: [
                "RedoubtBytes", "RedoubtValues", "RedoubtRDB", "RedoubtKeyspace", "RedoubtAOF",
                "RedoubtCommands", "RedoubtAnalysis", "RedoubtRecovery", "RedoubtTestSupport",
                "redoubt",
            ]
        ),
        tests(
            "Differential",
            of: [
                "RedoubtBytes", "RedoubtValues", "RedoubtRDB", "RedoubtRESP", "RedoubtKeyspace",
                "RedoubtCommands", "RedoubtRecovery", "RedoubtServing", "RedoubtTestSupport",
                "redoubt",
            ],
            besides: ["Regressions", "Telling/told.txt"]
        ),
    ],
    cLanguageStandard: .c11
)
