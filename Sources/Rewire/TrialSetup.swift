import Antimony
import Diagnostics
import Equations
import Evidence
package import Files
import Pharmacology
package import Populations
package import Provenance
import Reports
package import Trials

/// Everything that a trial needs, read and checked: its file, the model, the scales, the trial layer's constants and the
/// figure library.
package struct TrialSetup: Sendable {
  package let design: TrialDesign
  package let runner: TrialRunner
  package let parameters: TrialParameters
  package let scales: ScaleLibrary
  package let model: ModelVersion
  /// The script that draws the page's figures; nil when the set-up has not written it.
  package let figureLibrary: String?
  /// What is known of the safety of what the arms give, and where a dose lies outside of what was studied.
  package let safety: SafetyNotes
  private let system: EquationSystem

  /// - Parameters:
  ///   - path: the trial file.
  ///   - adjusting: changes the design before it is checked against the model.
  /// - Throws: what is wrong with the trial, the model or the library, with its place.
  package init(path: String, home: DataHome, adjusting: (inout TrialDesign) throws -> Void) throws {
    let library = try TreatmentLibrary.read(models: home.models)
    scales = try ScaleLibrary.read(folder: home.models + "/scales")
    var design = try TrialDesign.read(path, library: library, scales: scales.ids)
    try adjusting(&design)
    let leadIn = design.leadIn?.treatments ?? []
    let later = design.regimens.flatMap(\.treatments)
    safety = SafetyNotes(
      arms: design.arms.map { leadIn + $0.treatments + $0.concomitant + ($0.rules.isEmpty ? [] : later) },
      library: try SafetyReader.read(home.evidence + "/safety.yaml"))
    let modelPath = design.modelPath ?? home.patientModel
    let system = try design.equations(of: AntimonyReader.read(path: modelPath))
    let shown = modelPath.hasPrefix(home.path + "/") ? String(modelPath.dropFirst(home.path.count + 1)) : modelPath
    model = try ModelVersion(path: modelPath, shown: shown, system: system)
    parameters = try TrialParameters.read(folder: home.models + "/trial")
    runner = try TrialRunner(design: design, system: system, parameters: parameters, scales: scales)
    figureLibrary = try FigureLibrary.text(in: home)
    self.design = design
    self.system = system
  }

  /// A runner of the same trial with another number of subjects.
  ///
  /// - Throws: what cannot be run.
  package func runner(of design: TrialDesign) throws -> TrialRunner {
    try TrialRunner(design: design, system: system, parameters: parameters, scales: scales)
  }
}
