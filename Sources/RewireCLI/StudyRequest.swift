import Diagnostics
import Pharmacology
import Populations

/// What a call of `rewire simulate` asks for.
struct StudyRequest {
  var path: String
  var output: String
  var patients: Int?
  var seed: UInt64?
  var threads: Int?
  var solver: SolverChoice
  /// Ids or numbers of the arms to keep; empty: all.
  var arms: [String]
  /// Treatments that make up one arm of their own.
  var treatments: [String]

  private static let threadLimit = 1024
  /// The arm that the treatments of the command line make up.
  static let ownArmID = "command-line"

  /// Puts the options of the command line into the protocol.
  ///
  /// - Throws: `InputError` for a number out of range, an unknown arm, a treatment that cannot be read.
  func adjust(_ study: inout StudyProtocol, _ library: TreatmentLibrary) throws {
    if let patients {
      guard (1...StudyProtocol.patientLimit).contains(patients) else {
        throw InputError(
          "--patients must be from 1 to \(StudyProtocol.patientLimit), \(patients) is not",
          hint: patients > 0 ? "\"rewire population\" takes any number of patients" : nil)
      }
      study.patientCount = patients
    }
    if let threads, !(1...Self.threadLimit).contains(threads) {
      throw InputError("--threads must be from 1 to \(Self.threadLimit), \(threads) is not")
    }
    if let seed { study.seed = seed }
    study.arms = try chosenArms(study) + ownArm(library, durationDays: study.durationDays)
  }

  /// The command that does the same again.
  func command(for study: StudyProtocol) -> String {
    var words = ["rewire", "simulate", path, "-o", output, "--patients", String(study.patientCount)]
    words += ["--seed", String(study.seed)]
    if solver != .rodas5p { words += ["--solver", solver.rawValue] }
    words += arms.flatMap { ["--arm", $0] } + treatments.flatMap { ["--treatment", $0] }
    return words.map(ShellWord.quoted).joined(separator: " ")
  }

  private func chosenArms(_ study: StudyProtocol) throws -> [StudyProtocol.Arm] {
    if arms.isEmpty { return treatments.isEmpty ? study.arms : [] }
    let chosen = try arms.map { name in
      if let arm = study.arms.first(where: { $0.id == name }) { return arm }
      if let number = Int(name), study.arms.indices.contains(number - 1) { return study.arms[number - 1] }
      throw InputError(
        "the protocol has no arm \"\(name)\"", hint: NearestName.hint(name, among: study.arms.map(\.id)))
    }
    for (index, arm) in chosen.enumerated() where chosen[..<index].contains(where: { $0.id == arm.id }) {
      throw InputError("arm \"\(arm.id)\" is chosen twice", hint: "give --arm once for each arm")
    }
    return chosen
  }

  private func ownArm(_ library: TreatmentLibrary, durationDays: Double) throws -> [StudyProtocol.Arm] {
    if treatments.isEmpty { return [] }
    let parser = TreatmentParser(library: library, durationDays: durationDays)
    let parsed = try parser.parse(treatments.map { TreatmentLine(argument: $0) })
    return [
      StudyProtocol.Arm(
        id: Self.ownArmID, title: treatments.joined(separator: " with "), treatments: parsed, evidence: [])
    ]
  }
}
