import Diagnostics
import Files
import Simulation

/// What a call of `rewire ensemble` asks for.
struct EnsembleRequest {
  var model: String
  var parameters: String
  var times: String
  var outputs: [String]
  var relativeTolerance: Double
  var absoluteTolerance: Double
  var threads: Int?
  var first: Int?
  var patients: Int?
  var output: String
  var stats: String?
  var resumes: Bool

  private static let threadLimit = 1024

  /// Checks what can be checked before anything is read.
  func check() throws {
    for (name, value) in [("--rtol", relativeTolerance), ("--atol", absoluteTolerance)] {
      guard value > 0, value <= 0.1 || name == "--atol", value.isFinite else {
        throw InputError("\(name) must be above zero\(name == "--rtol" ? " and at most 0.1" : " and finite")")
      }
    }
    if let threads, !(1...Self.threadLimit).contains(threads) {
      throw InputError("--threads must be from 1 to \(Self.threadLimit), \(threads) is not")
    }
    if let first, first < 0 { throw InputError("--first must be at least 0, \(first) is not") }
    if let patients, patients < 1 { throw InputError("--patients must be at least 1, \(patients) is not") }
    for (index, name) in outputs.enumerated() {
      if name.isEmpty { throw InputError("an output has no name", hint: "write --outputs a,b") }
      if outputs[..<index].contains(name) { throw InputError("output \"\(name)\" is asked for twice") }
    }
    for path in [output, stats].compactMap({ $0 }) { try OutputFolder.checkPlace(path) }
    if let stats, stats == output { throw InputError("--stats and -o name the same file") }
  }

  /// The rows of a table of `count` rows that are asked for.
  func rows(of count: Int) throws -> Range<Int> {
    let first = first ?? 0
    let rows = count == 1 ? "one row" : "\(count) rows"
    guard first < count else {
      throw InputError("--first \(first) is beyond the table: \"\(parameters)\" has \(rows), the first is row 0")
    }
    guard let patients else { return first..<count }
    guard patients <= count - first else {
      throw InputError("--patients \(patients) from row \(first) on are more than \"\(parameters)\" has: \(rows)")
    }
    return first..<first + patients
  }

  var options: SimulationOptions {
    var options = SimulationOptions()
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = absoluteTolerance
    options.threads = threads ?? 0
    return options
  }

  /// The command that runs one row alone.
  func command(forRow row: Int) -> String {
    words(output: "row-\(row).npy", first: row, patients: 1).map(ShellWord.quoted).joined(separator: " ")
  }

  /// The command that goes on.
  var commandToResume: String {
    var words = words(output: output, first: first, patients: patients)
    if let threads { words += ["--threads", String(threads)] }
    if let stats { words += ["--stats", stats] }
    return (words + ["--resume"]).map(ShellWord.quoted).joined(separator: " ")
  }

  private func words(output: String, first: Int?, patients: Int?) -> [String] {
    var words = ["rewire", "ensemble", model, "--parameters", parameters, "--times", times]
    words += ["--outputs", outputs.joined(separator: ",")]
    words += ["--rtol", "\(relativeTolerance)", "--atol", "\(absoluteTolerance)"]
    if let first { words += ["--first", String(first)] }
    if let patients { words += ["--patients", String(patients)] }
    return words + ["-o", output]
  }
}
