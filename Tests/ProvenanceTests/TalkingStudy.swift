import Antimony
import Diagnostics
import Equations
import Evidence
import Files
import Foundation
import Pharmacology
import Populations
import Simulation

/// A study whose conclusion is known in closed form: the score is level − gain·skill, and an hour of talking adds
/// `rate` to the skill.
enum TalkingStudy {
  static let protocolText = """
    title: Talking
    duration: 14 days
    seed: 1
    arms:
      - {title: Nothing}
      - {title: Once, treatments: [talk on day 0]}
      - {title: Twice, treatments: ["talk on days 0, 1"]}
    """
  private static let model = """
    model *talking()
      var session_talk; session_talk = 0;
      level = 30; gain = 4; rate = 1; idle = 5; zero = 0; whole = 1;
      skill = 0; skill' = rate*session_talk;
      other = 0; other' = idle - other;
      madrs := level - whole*gain*skill + zero;
    end
    """
  private static let evidence = """
    - {id: level, value: 30, verification: assumed, grade: E}
    - {id: gain, value: 4, allowed: [2, 8], source: Doe 2020, verification: read, grade: B}
    - {id: rate, value: 1, verification: memory, flag: not read, grade: D}
    - {id: idle, value: 5, verification: read, grade: A}
    - {id: zero, value: 0, verification: read, grade: A}
    - {id: whole, value: 1, uncertainty: exact, verification: derived, grade: A}
    """

  static func library() throws -> EvidenceLibrary {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("talking-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try evidence.write(to: folder.appendingPathComponent("e.yaml"), atomically: true, encoding: .utf8)
    return try EvidenceLibrary.read(folder: folder.path)
  }

  static func runner(_ text: String = protocolText) throws -> StudyRunner {
    let modalities = try Modality.read(
      yaml("modalities: [{id: talk, title: Talking, input: session_talk, default_minutes: 60, grade: D, evidence: e}]"))
    let study = try StudyProtocol.parse(
      SourceText(name: "p.yaml", text: text), library: try TreatmentLibrary(compounds: [], modalities: modalities))
    let network = try AntimonyReader.read(text: SourceText(name: "m.ant", text: model)) { name in
      throw InputError("no import \(name)")
    }
    let system = try EquationSystem.build(from: network)
    let stages = try Stage.list(
      yaml(
        "stages: [{id: symptoms, title: Symptoms, observable: madrs, unit: points, grade: D, meaning: m, basis: b}]"))
    return try StudyRunner(
      study: study, system: system, stages: stages,
      model: ModelVersion(path: "m.ant", hash: "0", files: [], stateCount: system.states.count))
  }

  private static func yaml(_ text: String) throws -> YAMLValue {
    try YAMLText.parse(SourceText(name: "x.yaml", text: text))
  }
}
