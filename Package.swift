// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target: Swift 6 mode, explicit imports, no warning survives.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// The same for targets without C: every use of unsafe memory is marked in the source.
let strictAndSafe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A shim over a system library found by pkg-config; wrappers live in ordinary C targets.
func system(_ name: String, _ pkgConfig: String, apt: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/SystemLibraries/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt])])
}

/// The C++ standard library's name where this package is built.
#if os(Linux)
let cxxStandardLibrary = "stdc++"
#else
let cxxStandardLibrary = "c++"
#endif

let package = Package(
    name: "synchromesh",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Conformance", targets: ["Conformance"]),
        // Our machine as a plug-in of EVMC clients.
        .library(name: "synchromesh-evmc", type: .dynamic, targets: ["EVMCPlugin"]),
        .executable(name: "synchromesh", targets: ["synchromesh"]),
        .executable(name: "lirasm", targets: ["lirasm"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),  // tests only
    ],
    targets: [
        system("SystemYAML", "yaml-0.1", apt: "libyaml-dev"),
        system("SystemArchive", "libarchive", apt: "libarchive-dev"),
        system("SystemJSON", "simdjson", apt: "libsimdjson-dev"),
        system("SystemCapstone", "capstone", apt: "libcapstone-dev"),
        system("SystemUnicorn", "unicorn", apt: "libunicorn-dev"),
        system("SystemSecp256k1", "libsecp256k1", apt: "libsecp256k1-dev"),
        system("SystemCrypto", "libcrypto", apt: "libssl-dev"),
        system("SystemGMP", "gmp", apt: "libgmp-dev"),

        .target(name: "Primitives", swiftSettings: strictAndSafe),
        .target(name: "CInstructionCache"),
        .target(
            name: "Codegen", dependencies: ["Primitives", "CInstructionCache"],
            swiftSettings: strictAndSafe),
        .target(
            name: "CPrecompiles", dependencies: ["SystemSecp256k1", "SystemCrypto", "SystemGMP"]),
        .target(
            name: "Precompiles", dependencies: ["Primitives", "CPrecompiles"],
            swiftSettings: strict),
        .target(
            name: "VM", dependencies: ["Primitives", "Codegen", "Precompiles"],
            swiftSettings: strict),
        .target(name: "CEVMC"),
        .target(name: "EVMC", dependencies: ["CEVMC", "Primitives", "VM"], swiftSettings: strict),
        .target(name: "CMachineHost"),
        .target(
            name: "EVMCHost",
            dependencies: ["CEVMC", "CMachineHost", "EVMC", "Precompiles", "Primitives", "VM"],
            swiftSettings: strict),
        .target(
            name: "EVMCPlugin", dependencies: ["CEVMC", "EVMC", "Primitives", "VM"],
            swiftSettings: strict,
            // Nothing of Swift can be unloaded again.
            linkerSettings: [
                .unsafeFlags(
                    ["-Xlinker", "-z", "-Xlinker", "nodelete"], .when(platforms: [.linux]))
            ]),
        .target(
            name: "CJSON", dependencies: ["SystemJSON"],
            linkerSettings: [.linkedLibrary(cxxStandardLibrary)]),
        .target(
            name: "Conformance",
            dependencies: [
                "Primitives", "Codegen", "Precompiles", "VM", "CEVMC", "EVMCHost", "CJSON",
                "SystemYAML", "SystemArchive",
            ],
            swiftSettings: strict),
        .target(
            name: "Disassembly", dependencies: ["SystemCapstone"], swiftSettings: strict),
        // Handed in by executables and tests only: no library product may link the emulator.
        .target(name: "CUnicorn", dependencies: ["SystemUnicorn"]),
        .target(
            name: "Emulation", dependencies: ["Primitives", "Codegen", "CUnicorn"],
            swiftSettings: strict),
        .target(
            name: "Fuzz",
            dependencies: ["Primitives", "Codegen", "VM", "Conformance", "Disassembly"],
            swiftSettings: strict),
        .executableTarget(
            name: "synchromesh",
            dependencies: [
                "Primitives", "Codegen", "Conformance", "Emulation", "Fuzz", "VM",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "lirasm",
            dependencies: [
                "Codegen", "Disassembly", "Emulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Stands in for the process's malloc: for tests only.
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        .target(
            name: "TestSupport",
            dependencies: [
                "CAllocations", "Conformance", "Primitives", "Codegen", "Disassembly",
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "PrimitivesTests",
            dependencies: ["Primitives", .product(name: "BigInt", package: "BigInt")],
            swiftSettings: strict),
        .testTarget(
            name: "CodegenTests",
            dependencies: ["Codegen", "Primitives", "Disassembly", "Emulation", "TestSupport"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "PrecompilesTests", dependencies: ["Precompiles", "Primitives"],
            swiftSettings: strict),
        .testTarget(
            name: "VMTests",
            dependencies: [
                "VM", "Primitives", "Codegen", "Precompiles", "Conformance", "Emulation", "Fuzz",
                "TestSupport",
            ],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "EVMCTests",
            dependencies: [
                "CEVMC", "EVMC", "EVMCHost", "EVMCPlugin", "Conformance", "Precompiles",
                "Primitives", "VM",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EVMCHostTests",
            dependencies: ["EVMCHost", "Conformance", "Fuzz", "VM", "TestSupport"],
            exclude: ["Machines"], swiftSettings: strict),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Conformance", "VM", "Precompiles", "Primitives", "Codegen", "Emulation",
                "TestSupport",
            ],
            exclude: ["Resources"], swiftSettings: strict),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["Fuzz", "Conformance", "VM", "Primitives", "TestSupport"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests", dependencies: ["synchromesh"], swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
