// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target compiles under the same rules; a target that needs another rule says why beside it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Pure rooms do no I/O and touch no C: strict memory safety costs them nothing and keeps it so.
let pure = settings + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "wixmcpd",
    products: [.executable(name: "wixmcpd", targets: ["wixmcpd"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // C at the edge: module maps, inline shims and embedded data.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCMark", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CCatalogueRecords", exclude: ["records", "costs.json"]),
        .target(name: "CAdminAssets", exclude: ["assets"]),
        .target(name: "CSandboxShapes", exclude: ["shapes"]),

        // Pure rooms.
        .target(name: "JSON", swiftSettings: pure),
        .target(name: "HTTPCore", swiftSettings: pure),
        .target(name: "MCPCore", dependencies: ["JSON"], swiftSettings: pure),
        .target(name: "WixCatalogue", dependencies: ["JSON", "CCatalogueRecords"], swiftSettings: settings),

        // The loop and what lives on it.
        .target(name: "EventLoop", dependencies: ["CLinux"], swiftSettings: settings),
        .target(
            name: "HTTPServer", dependencies: ["HTTPCore", "EventLoop", "CLinux", "CZlib"], swiftSettings: settings),
        .target(name: "HTTPClient", dependencies: ["CCurl", "EventLoop", "HTTPCore"], swiftSettings: settings),

        // Wix.
        .target(
            name: "WixAPI", dependencies: ["JSON", "HTTPCore", "EventLoop", "HTTPClient"], swiftSettings: settings),
        .target(name: "Ricos", dependencies: ["JSON", "CCMark"], swiftSettings: settings),
        .target(
            name: "WixTools",
            dependencies: ["JSON", "EventLoop", "HTTPClient", "WixAPI", "WixCatalogue", "Ricos"],
            swiftSettings: settings),

        // The product.
        .target(
            name: "Gateway",
            dependencies: ["JSON", "EventLoop", "HTTPClient", "WixCatalogue", "WixAPI", "WixTools", crypto],
            swiftSettings: settings),
        .target(name: "SQLiteStore", dependencies: ["Gateway", "JSON", "WixAPI", grdb], swiftSettings: settings),
        .target(
            name: "AdminAPI",
            dependencies: [
                "JSON", "HTTPCore", "EventLoop", "HTTPServer", "WixCatalogue", "WixAPI", "Gateway", "CAdminAssets",
                crypto,
            ], swiftSettings: settings),
        .target(
            name: "MCPServer",
            dependencies: ["JSON", "HTTPCore", "EventLoop", "HTTPServer", "MCPCore", "WixAPI", "WixTools"],
            swiftSettings: settings),
        .target(
            name: "WixSandbox", dependencies: ["JSON", "HTTPCore", "EventLoop", "HTTPServer", "CSandboxShapes"],
            swiftSettings: settings),
        .executableTarget(
            name: "wixmcpd",
            dependencies: [
                "JSON", "HTTPCore", "EventLoop", "HTTPServer", "HTTPClient", "MCPServer", "WixCatalogue", "WixAPI",
                "WixTools", "Gateway", "SQLiteStore", "AdminAPI", "WixSandbox", "CLinux", argumentParser, logging, yams,
            ], swiftSettings: settings),

        // Tests mirror the sources, one test target for each room.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
        .testTarget(name: "HTTPCoreTests", dependencies: ["HTTPCore"], swiftSettings: settings),
        .testTarget(name: "MCPCoreTests", dependencies: ["MCPCore", "JSON"], swiftSettings: settings),
        .testTarget(name: "EventLoopTests", dependencies: ["EventLoop"], swiftSettings: settings),
        .testTarget(
            name: "HTTPServerTests", dependencies: ["HTTPServer", "HTTPCore", "EventLoop", "CLinux", "CZlib"],
            swiftSettings: settings),
        .testTarget(
            name: "HTTPClientTests", dependencies: ["HTTPClient", "HTTPServer", "HTTPCore", "EventLoop"],
            swiftSettings: settings),
        .testTarget(
            name: "WixAPITests",
            dependencies: ["WixAPI", "JSON", "HTTPClient", "HTTPServer", "HTTPCore", "EventLoop"],
            swiftSettings: settings),
        .testTarget(
            name: "WixCatalogueTests", dependencies: ["WixCatalogue", "JSON"], exclude: ["Operations", "Snapshots"],
            swiftSettings: settings),
        .testTarget(name: "RicosTests", dependencies: ["Ricos", "JSON"], swiftSettings: settings),
        .testTarget(
            name: "WixToolsTests",
            dependencies: [
                "WixTools", "WixAPI", "WixCatalogue", "JSON", "HTTPClient", "HTTPServer", "HTTPCore", "EventLoop",
                "WixSandbox",
            ], exclude: ["Scenarios"], swiftSettings: settings),
        .testTarget(
            name: "MCPServerTests",
            dependencies: [
                "MCPServer", "MCPCore", "JSON", "HTTPServer", "HTTPCore", "EventLoop", "WixAPI", "WixTools",
            ],
            exclude: ["Transcripts"], swiftSettings: settings),
        .testTarget(
            name: "GatewayTests",
            dependencies: ["Gateway", "WixAPI", "WixCatalogue", "JSON", "EventLoop", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SQLiteStoreTests", dependencies: ["SQLiteStore", "Gateway", "WixAPI", "JSON", "TestSupport", grdb],
            swiftSettings: settings),
        .testTarget(
            name: "AdminAPITests",
            dependencies: [
                "AdminAPI", "Gateway", "SQLiteStore", "WixAPI", "WixCatalogue", "JSON", "HTTPServer", "HTTPCore",
                "EventLoop", "WixSandbox",
            ], swiftSettings: settings),
        .testTarget(
            name: "WixSandboxTests", dependencies: ["WixSandbox", "JSON", "HTTPCore", "HTTPServer", "EventLoop"],
            swiftSettings: settings),
        .testTarget(
            name: "wixmcpdTests",
            dependencies: [
                "wixmcpd", "JSON", "HTTPCore", "EventLoop", "HTTPServer", "HTTPClient", "WixCatalogue", "WixAPI",
                "Gateway", "WixSandbox", "TestSupport", argumentParser, logging,
            ], swiftSettings: settings),
    ]
)
