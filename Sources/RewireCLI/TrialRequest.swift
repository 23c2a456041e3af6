import Diagnostics
import Files
import Populations
import Rewire
import Simulation
import Trials

/// What a call of `rewire trial` asks for.
struct TrialRequest {
  var path: String
  var output: String
  var replicates: Int
  var seed: UInt64?
  /// Randomised subjects, instead of the file's number.
  var subjects: Int?
  var threads: Int?
  /// The power for which a sample size is searched.
  var power: Double?
  var assurance: Bool
  var resumes: Bool

  private static let replicateLimit = 1_000_000
  private static let threadLimit = 1024

  /// Puts the options of the command line into the design.
  ///
  /// - Throws: `InputError` for a number out of range.
  func adjust(_ design: inout TrialDesign) throws {
    guard (1...Self.replicateLimit).contains(replicates) else {
      throw InputError("--replicates must be from 1 to \(Self.replicateLimit), \(replicates) is not")
    }
    if let threads, !(1...Self.threadLimit).contains(threads) {
      throw InputError("--threads must be from 1 to \(Self.threadLimit), \(threads) is not")
    }
    if let power, !(0.05...0.99).contains(power) {
      throw InputError(
        "--power must be from 0.05 to 0.99, \(power) is not", hint: "0.8 finds the sample size for a power of 80 %")
    }
    if power != nil || assurance, design.analysis.contrasts.isEmpty {
      throw InputError("this trial compares nothing, so that it has no power", in: design.source)
    }
    if let subjects { try design.setSubjects(subjects, option: "--subjects") }
    if assurance, design.uncertain.isEmpty {
      throw InputError(
        "--assurance has nothing that is uncertain", in: design.source, hint: "the trial states it under \"uncertain\"")
    }
    if let seed { design.seed = seed }
  }

  /// The command that does the same again, into a folder to be named.
  func command(for design: TrialDesign) -> String { command(for: design, output: "DIR") }

  /// The command that goes on with this run.
  func resumeCommand(for design: TrialDesign) -> String { command(for: design, output: output) + " --resume" }

  private func command(for design: TrialDesign, output: String) -> String {
    var words = ["rewire", "trial", path, "-o", output, "--replicates", String(replicates)]
    words += ["--seed", String(design.seed)]
    if subjects != nil { words += ["--subjects", String(design.subjectCount)] }
    if let power { words += ["--power", String(power)] }
    if assurance { words.append("--assurance") }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }

  /// Everything that decides the numbers, but the number of replicates: more of them go on where fewer ended.
  func manifest(for setup: TrialSetup, options: SimulationOptions) -> RunManifest {
    let design = setup.design
    var parameters = ByteWriter()
    for name in setup.parameters.names { parameters.add([setup.parameters.values[name] ?? .nan]) }
    return RunManifest([
      .init("Rewire", Version.current),
      .init("trial", design.source.map { SHA256.hexadecimalDigest(of: $0.text.utf8) } ?? "none"),
      .init(
        "population file",
        design.enrolment.population.file.map { SHA256.hexadecimalDigest(of: $0.text.utf8) } ?? "none"),
      .init("model", setup.model.hash),
      .init("checksum of the trial layer's constants", String(Checksum.of(parameters.bytes), radix: 16)),
      .init("seed", String(design.seed)),
      .init("subjects", String(design.subjectCount)),
      .init("relative tolerance", String(options.relativeTolerance)),
      .init("absolute tolerance", String(options.absoluteTolerance)),
    ])
  }
}
