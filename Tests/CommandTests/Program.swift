import Foundation
import TestSupport

/// The built program, run as a person would run it.
struct Program {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The program lies beside the test bundle.
  static let path: String = {
    let folder = Bundle.main.bundleURL.deletingLastPathComponent()
    let candidates = [
      Bundle.main.executableURL?.deletingLastPathComponent(), folder,
      ProjectPaths.root.appendingPathComponent(".build/release"),
    ].compactMap { $0?.appendingPathComponent("rewire").path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "rewire is not built"
  }()

  /// Runs the program, or another one, in the repository's root.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], folder: URL = ProjectPaths.root,
    program: String = Program.path
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("rewire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files and not pipes: a full pipe would stop the program.
    let handles = try ["output", "errors"].map { name -> FileHandle in
      let file = scratch.appendingPathComponent(name)
      try Data().write(to: file)
      return try FileHandle(forWritingTo: file)
    }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: scratch.appendingPathComponent(name)), as: UTF8.self)
    }
    return Outcome(status: process.terminationStatus, output: try text("output"), errors: try text("errors"))
  }

  /// A folder of its own for one test.
  static func inFolder<Result>(_ work: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try work(folder)
  }
}
