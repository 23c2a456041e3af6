import Antimony
import Equations
package import Files
import Networks
import Pharmacology
package import Populations
import Reports
package import Simulation
package import Trials
package import Validation

/// Everything that a validation needs, read and checked: the library, what stands for what, and the patient model.
package struct ValidationSetup: Sendable {
  package let derivation: DesignDerivation
  package let choices: ValidationChoices
  package let model: ModelVersion
  /// Over the names and contents of `Evidence/validation` and `Protocols/populations`; the model's own covers the rest.
  package let dataHash: String
  /// The script that draws the page's figures; nil when the set-up has not written it.
  package let figureLibrary: String?
  private let network: Network
  private let parameters: TrialParameters
  private let scales: ScaleLibrary

  /// - Throws: what is wrong with the library, with its place.
  package init(home: DataHome, seed: UInt64) throws {
    let library = try TreatmentLibrary.read(models: home.models)
    scales = try ScaleLibrary.read(folder: home.models + "/scales")
    let folder = home.evidence + "/validation"
    choices = try ValidationChoices.read(folder + "/choices.yaml")
    derivation = DesignDerivation(
      standIns: try CompoundStandIns.read(folder + "/compounds.yaml", library: library), choices: choices,
      scales: ScaleCatalogue(scales), seed: seed)
    network = try AntimonyReader.read(path: home.patientModel)
    model = try ModelVersion(
      path: home.patientModel, shown: "Models/patient.ant", system: EquationSystem.build(from: network))
    parameters = try TrialParameters.read(folder: home.models + "/trial")
    var hash = SHA256()
    for folder in [folder, home.protocols + "/populations"] {
      hash.update(try ContentHash.folder(folder, extensions: ["yaml"]).digest.utf8)
    }
    dataHash = hash.hexadecimalDigest()
    figureLibrary = try FigureLibrary.text(in: home)
  }

  /// Simulates a design as often as it asks for.
  ///
  /// - Returns: sentences on what it cannot meet.
  package func simulate(
    _ part: DerivedPart, options: SimulationOptions, shouldStop: @escaping @Sendable () -> Bool,
    progress: (Int) -> Void, body: (TrialData) throws -> Void
  ) throws -> [String] {
    var design = part.design
    let system = try design.equations(of: network)
    let runner = try TrialRunner(design: design, system: system, parameters: parameters, scales: scales)
    var problem: (any Error)?
    try runner.run(
      0..<part.replicates, estimands: [part.estimand], options: options, shouldStop: shouldStop, progress: progress
    ) { data in
      do {
        for one in data { try body(one) }
      } catch {
        problem = error
        throw error
      }
    }
    if let problem { throw problem }
    return try runner.notes(options: options)
  }
}
