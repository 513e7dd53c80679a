// swift-tools-version: 6.2

import PackageDescription

// A package of its own whose `swift test` runs a folder of suites in every tier.
let package = Package(
    name: "SuiteRunner",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "synchromesh", path: "../..")],
    targets: [
        .testTarget(
            name: "SuiteRunnerTests",
            dependencies: [.product(name: "Conformance", package: "synchromesh")])
    ]
)
