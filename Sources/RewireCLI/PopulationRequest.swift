import Diagnostics
import Files
import Pharmacology
import Populations
import Rewire
import Simulation

/// What a call of `rewire population` asks for.
struct PopulationRequest {
  /// The protocol, the output folder, seed, threads, arms and treatments; its number of patients is not used.
  var study: StudyRequest
  var patients: Int?
  var first: Int
  var resumes: Bool

  /// Puts the options of the command line into the protocol.
  ///
  /// - Throws: `InputError` for a number out of range, an unknown arm, a treatment that cannot be read.
  func adjust(_ protocol: inout StudyProtocol, _ library: TreatmentLibrary) throws {
    if let patients {
      guard (1...PopulationRun.patientLimit).contains(patients) else {
        throw InputError("--patients must be from 1 to \(PopulationRun.patientLimit), \(patients) is not")
      }
      `protocol`.patientCount = patients
    }
    guard (0...PopulationRun.patientLimit).contains(first) else {
      throw InputError(
        "--first must be from 0 to \(PopulationRun.patientLimit), \(first) is not",
        hint: "patients are counted from 0, as in patients.csv")
    }
    try study.adjust(&`protocol`, library)
  }

  /// The command that does the same again, into a folder to be named.
  func command(for protocol: StudyProtocol) -> String {
    command(
      for: `protocol`, first: first == 0 ? nil : first, patients: `protocol`.patientCount, arms: study.arms,
      output: "DIR")
  }

  /// The command that goes on with this run.
  func resumeCommand(for protocol: StudyProtocol) -> String {
    command(
      for: `protocol`, first: first == 0 ? nil : first, patients: `protocol`.patientCount, arms: study.arms,
      output: study.output) + " --resume"
  }

  /// The command that runs one patient of one arm again, into a folder to be named.
  func command(for protocol: StudyProtocol, patient: Int, arm: String) -> String {
    // Treatments of the command line are an arm of their own.
    let arms = arm == StudyRequest.ownArmID && !study.treatments.isEmpty ? [] : [arm]
    return command(for: `protocol`, first: patient, patients: 1, arms: arms, output: "DIR", isOwn: arms.isEmpty)
  }

  private func command(
    for protocol: StudyProtocol, first: Int?, patients: Int, arms: [String], output: String, isOwn: Bool = true
  ) -> String {
    var words = ["rewire", "population", study.path, "-o", output, "--patients", String(patients)]
    words += ["--seed", String(`protocol`.seed)]
    if let first { words += ["--first", String(first)] }
    words += arms.flatMap { ["--arm", $0] } + (isOwn ? study.treatments.flatMap { ["--treatment", $0] } : [])
    return words.map(ShellWord.quoted).joined(separator: " ")
  }

  /// Everything that decides the numbers.
  func manifest(for setup: StudySetup, options: SimulationOptions) throws -> RunManifest {
    let study = setup.study
    // What patients are like may come from other files, too: some of them stand for all.
    let drawn = try study.draw(0..<64)
    var draws = ByteWriter()
    draws.add(drawn.parameters.values)
    draws.add(drawn.covariates.values)
    return RunManifest([
      .init("Rewire", Version.current),
      .init("protocol", SHA256.hexadecimalDigest(of: study.source.text.utf8)),
      .init("population file", study.population.file.map { SHA256.hexadecimalDigest(of: $0.text.utf8) } ?? "none"),
      .init("checksum of draws", String(Checksum.of(draws.bytes), radix: 16)),
      .init("model", setup.model.hash),
      .init("seed", String(study.seed)),
      .init("first patient", String(first)),
      .init("number of patients", String(study.patientCount)),
      .init("arms", study.arms.map(\.id).joined(separator: ", ")),
      .init("treatments", self.study.treatments.joined(separator: "; ")),
      .init("solver", options.method.rawValue),
      .init("relative tolerance", String(options.relativeTolerance)),
      .init("absolute tolerance", String(options.absoluteTolerance)),
    ])
  }
}
