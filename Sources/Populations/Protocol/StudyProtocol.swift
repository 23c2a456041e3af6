package import Diagnostics
import Equations
package import Pharmacology

/// A study as a protocol file states it: who, what is given in which arm, and for how long.
package struct StudyProtocol: Sendable {
  package struct Arm: Sendable {
    package var id: String
    package var title: String
    package var treatments: [Treatment]
    /// What the reader must know about the evidence, as sentences.
    package var evidence: [String]

    package init(id: String, title: String, treatments: [Treatment], evidence: [String]) {
      self.id = id
      self.title = title
      self.treatments = treatments
      self.evidence = evidence
    }
  }

  /// One parameter of the patient model that differs between patients.
  package struct Variation: Sendable {
    package var name: String
    package var distribution: Distribution
    /// Where the file names it.
    package var place: SourcePlace
    /// The text that ``place`` is in: the protocol or a population file.
    var text: SourceText
  }

  package var title: String
  package var durationDays: Double
  package var seed: UInt64
  package var patientCount: Int
  package var population: PopulationDescription
  package var arms: [Arm]
  /// The model's path as it is to be opened; nil: the library's patient.
  package var modelPath: String?
  package var source: SourceText

  /// The most patients of one study; more belong to runs that keep no courses.
  package static let patientLimit = 10_000

  package var durationHours: Double { durationDays * 24 }

  /// The parameters of the model that are drawn.
  package var variations: [Variation] { population.variations }

  /// A study without arms: what is needed to draw patients from a population.
  package init(population: PopulationDescription, seed: UInt64, durationDays: Double, title: String) {
    self.init(
      title: title, durationDays: durationDays, seed: seed, patientCount: 1, population: population, arms: [],
      modelPath: nil, source: SourceText(name: title, text: ""))
  }

  init(
    title: String, durationDays: Double, seed: UInt64, patientCount: Int, population: PopulationDescription,
    arms: [Arm], modelPath: String?, source: SourceText
  ) {
    self.title = title
    self.durationDays = durationDays
    self.seed = seed
    self.patientCount = patientCount
    self.population = population
    self.arms = arms
    self.modelPath = modelPath
    self.source = source
  }
}
