import Foundation

/// Runs a script in the project's Python environment: tests use it to ask independent tools.
package enum PythonOracle {
  package static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: ProjectPaths.python.path) }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// What the script prints, given `input` on its standard input.
  package static func run(script: String, input: String = "", arguments: [String] = []) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let inputFile = folder.appendingPathComponent("input")
    let outputFile = folder.appendingPathComponent("output")
    let errorFile = folder.appendingPathComponent("error")
    try input.write(to: inputFile, atomically: false, encoding: .utf8)
    for file in [outputFile, errorFile] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = ProjectPaths.python
    process.arguments = ["-c", script] + arguments
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: try String(contentsOf: errorFile, encoding: .utf8))
    }
    return try String(contentsOf: outputFile, encoding: .utf8)
  }
}
