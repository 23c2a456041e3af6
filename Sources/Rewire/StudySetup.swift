import Antimony
import Equations
import Evidence
package import Files
import NativeCode
package import Pharmacology
package import Populations
package import Provenance
package import Reports
package import Simulation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Everything that a study needs, read and checked: its protocol, the model, the stages and the figure library.
package struct StudySetup: Sendable {
  package let study: StudyProtocol
  package let runner: StudyRunner
  package let model: ModelVersion
  /// The stage whose values are the symptom score: the last of the chain.
  package let scoreStage: Stage?
  private let units: [String: String]
  private let evidence: EvidenceLibrary
  /// What is known of the safety of what the arms give.
  package let safety: SafetyNotes
  /// The script that draws the page's figures; nil when the set-up has not written it.
  package let figureLibrary: String?

  /// - Parameters:
  ///   - path: the protocol file.
  ///   - adjusting: changes the protocol before it is checked against the model.
  /// - Throws: what is wrong with the protocol, the model or the library, with its place.
  package init(
    path: String, home: DataHome, adjusting: (inout StudyProtocol, TreatmentLibrary) throws -> Void
  ) throws {
    let library = try TreatmentLibrary.read(models: home.models)
    evidence = try EvidenceLibrary.read(folder: home.evidence + "/parameters")
    var study = try StudyProtocol.read(path, library: library)
    try adjusting(&study, library)
    safety = SafetyNotes(
      arms: study.arms.map(\.treatments), library: try SafetyReader.read(home.evidence + "/safety.yaml"))
    let model = study.modelPath ?? home.patientModel
    let system = try study.equations(of: AntimonyReader.read(path: model))
    let shown = model.hasPrefix(home.path + "/") ? String(model.dropFirst(home.path.count + 1)) : model
    let stages = try Stage.read(home.models + "/stages.yaml")
    self.model = try ModelVersion(path: model, shown: shown, system: system)
    runner = try StudyRunner(study: study, system: system, stages: stages, model: self.model)
    scoreStage = stages.last
    units = Dictionary(system.parameters.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    figureLibrary = try FigureLibrary.text(in: home)
    self.study = study
  }

  /// The unit of a parameter of the model; empty where it has none.
  package func unit(ofParameter name: String) -> String { units[name] ?? "" }

  /// What reports say beside a result: the numbers that its conclusion depends on most, and what is known of safety.
  ///
  /// - Throws: the run's failure.
  package func background(of result: StudyResult, options: SimulationOptions) throws -> StudyBackground {
    let basis = try ConclusionBasis.measured(
      on: result, runner: runner, drawn: Set(study.draw(0..<0).parameters.names), library: evidence, options: options)
    return StudyBackground(basis: basis, safety: safety)
  }

  /// What the report says about the run.
  ///
  /// - Parameter seconds: nil leaves out what differs when the run is done again.
  package static func context(command: String, options: SimulationOptions, seconds: Double?) -> RunContext {
    let processor = (try? HostProcessor.detect()).map { [("processor", "\($0.name), \($0.lanes) lanes")] } ?? []
    let threads = options.threads > 0 ? options.threads : sysconf(Int32(_SC_NPROCESSORS_ONLN))
    return RunContext(
      softwareVersion: Version.current, command: command, solver: options.method.rawValue,
      relativeTolerance: options.relativeTolerance, absoluteTolerance: options.absoluteTolerance,
      versions: [("LLVM", "19")] + processor, seconds: seconds,
      threads: seconds == nil ? nil : threads)
  }
}
