// swift-tools-version: 6.2
import PackageDescription

// One module per room of the house; each imports only rooms above it in this list.
// Only the umbrella library `Rewire` and the command `rewire` are public.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The command carries Swift's libraries itself: finding and relocating the shared ones takes 7 ms before each run.
let startsFast: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections",
    ], .when(platforms: [.linux], configuration: .release))
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    swiftSettings: settings)
}

let package = Package(
  name: "rewire",
  products: [
    .library(name: "Rewire", targets: ["Rewire"]),
    .executable(name: "rewire", targets: ["RewireCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    room("Diagnostics"),
    room("Files", ["Diagnostics", "Yams"]),
    room("Randomness"),
    room("Statistics", ["Diagnostics"]),
    room("Formulas", ["Diagnostics"]),
    room("Networks", ["Diagnostics", "Formulas"]),
    room("Antimony", ["Diagnostics", "Files", "Formulas", "Networks"]),
    room("SBML", ["Diagnostics", "Files", "Formulas", "Networks"]),
    room("Evidence", ["Diagnostics", "Files", "Yams"]),
    room("Equations", ["Diagnostics", "Formulas", "Networks"]),
    room("NativeCode", ["Diagnostics", "Files"]),
    room("Solving", ["Diagnostics", "Randomness", "Equations", "NativeCode"]),
    room("Simulation", ["Diagnostics", "Networks", "Equations", "NativeCode", "Solving"]),
    room("Pharmacology", ["Diagnostics", "Files", "Networks", "Equations", "Simulation"]),
    room(
      "Populations",
      ["Diagnostics", "Files", "Randomness", "Formulas", "Networks", "Equations", "Simulation", "Pharmacology"]),
    room("Conformance", ["Diagnostics", "Files", "Networks", "SBML", "Equations", "Simulation"]),
    room(
      "Trials",
      [
        "Diagnostics", "Files", "Randomness", "Statistics", "Networks", "Equations", "Simulation", "Pharmacology",
        "Populations",
      ]),
    room(
      "Validation",
      [
        "Diagnostics", "Files", "Randomness", "Statistics", "Evidence", "Equations", "Simulation", "Pharmacology",
        "Populations", "Trials",
      ]),
    room(
      "Provenance",
      [
        "Diagnostics", "Files", "Formulas", "Networks", "Antimony", "Evidence", "Equations", "Simulation",
        "Pharmacology", "Populations",
      ]),
    room(
      "Reports",
      [
        "Diagnostics", "Files", "Evidence", "Statistics", "Simulation", "Pharmacology", "Populations", "Trials",
        "Validation", "Provenance",
      ]),
    room(
      "Rewire",
      [
        "Diagnostics", "Files", "Antimony", "Evidence", "Equations", "NativeCode", "Simulation", "Pharmacology",
        "Populations", "Trials", "Validation", "Provenance", "Reports",
      ]),
    .executableTarget(
      name: "RewireCLI",
      dependencies: [
        "Diagnostics", "Files", "Networks", "Antimony", "SBML", "Conformance", "Evidence", "Equations", "NativeCode",
        "Solving", "Simulation", "Statistics", "Pharmacology", "Populations", "Trials", "Validation", "Provenance",
        "Reports", "Rewire",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings, linkerSettings: startsFast),
    // Helpers shared by the tests: tolerances, oracles run through the Python environment, paths.
    .target(name: "TestSupport", dependencies: ["Diagnostics"], path: "Tests/TestSupport", swiftSettings: settings),
    tests("Diagnostics", ["TestSupport"]),
    tests("Files", ["TestSupport", "Diagnostics"]),
    tests("Randomness", ["TestSupport"]),
    tests("Statistics", ["TestSupport", "Diagnostics", "Randomness"]),
    tests("Formulas", ["TestSupport", "Diagnostics"]),
    tests("Networks", ["TestSupport", "Diagnostics", "Formulas"]),
    tests("Antimony", ["TestSupport", "Diagnostics", "Formulas", "Networks"]),
    tests("SBML", ["TestSupport", "Diagnostics", "Files", "Formulas", "Networks"]),
    tests("Evidence", ["TestSupport", "Diagnostics"]),
    tests("Equations", ["TestSupport", "Diagnostics", "Formulas", "Networks"]),
    tests("NativeCode", ["TestSupport", "Diagnostics"]),
    tests("Solving", ["TestSupport", "Diagnostics", "Formulas", "Networks", "Equations", "NativeCode"]),
    tests(
      "Simulation",
      ["TestSupport", "Diagnostics", "Formulas", "Networks", "Antimony", "Equations", "NativeCode", "Solving"]),
    tests(
      "Pharmacology",
      ["TestSupport", "Diagnostics", "Files", "Formulas", "Networks", "Antimony", "Equations", "Simulation"]),
    tests(
      "Populations",
      [
        "TestSupport", "Diagnostics", "Files", "Randomness", "Formulas", "Antimony", "Equations", "Networks",
        "Simulation", "Pharmacology",
      ]),
    tests(
      "Conformance",
      ["TestSupport", "Diagnostics", "Files", "Antimony", "SBML", "Networks", "Equations", "Simulation"]),
    tests(
      "Trials",
      [
        "TestSupport", "Diagnostics", "Files", "Randomness", "Statistics", "Antimony", "Networks", "Equations",
        "Simulation", "Pharmacology", "Populations",
      ]),
    tests(
      "Validation",
      [
        "TestSupport", "Diagnostics", "Files", "Statistics", "Evidence", "Antimony", "Equations", "Simulation",
        "Pharmacology", "Populations", "Trials",
      ]),
    tests(
      "Provenance",
      [
        "TestSupport", "Diagnostics", "Files", "Antimony", "Evidence", "Equations", "Simulation", "Pharmacology",
        "Populations",
      ]),
    tests(
      "Reports",
      [
        "TestSupport", "Diagnostics", "Files", "Evidence", "Statistics", "Simulation", "Pharmacology", "Populations",
        "Trials", "Validation", "Provenance",
      ]),
    tests("Rewire", ["TestSupport"]),
    // The science: mechanism checks and published pharmacokinetics, run on the library in Models/.
    .testTarget(
      name: "ModelTests",
      dependencies: [
        "TestSupport", "Diagnostics", "Formulas", "Randomness", "Networks", "Antimony", "SBML", "Equations",
        "NativeCode", "Solving", "Simulation", "Pharmacology", "Populations", "Evidence", "Files",
      ], swiftSettings: settings),
    // The command as a user runs it: every help example, every wrong input. It is built with the tests, but not linked
    // into them: they need Swift's shared libraries.
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "Diagnostics", "Files"], swiftSettings: settings),
  ]
)

// Programs for development (`make bench`, `make gate`, `make fuzz`), left out of the package unless asked for, so that no build or
// test pays for them.
if Context.environment["REWIRE_DEVELOPMENT"] != nil {
  package.targets += [
    .executableTarget(
      name: "SolverBenchmark",
      dependencies: ["TestSupport", "Files", "Antimony", "Equations", "NativeCode", "Solving", "Simulation"],
      path: "Benchmarks/SolverBenchmark", swiftSettings: settings),
    .executableTarget(
      name: "InstructionGate",
      dependencies: [
        "TestSupport", "Diagnostics", "Randomness", "Antimony", "SBML", "Equations", "NativeCode", "Simulation",
        "Pharmacology",
      ],
      path: "Benchmarks/InstructionGate", swiftSettings: settings,
      // Valgrind cannot read this compiler's debug information.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--strip-debug"])]),
    .executableTarget(
      name: "ReaderFuzzing",
      dependencies: ["Diagnostics", "Files", "Networks", "Antimony", "SBML", "Equations"],
      path: "Fuzzing/ReaderFuzzing", swiftSettings: settings),
  ]
}
