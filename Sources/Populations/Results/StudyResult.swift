/// What every arm of a study protocol did to the same virtual patients: the one value that tables, figures and files
/// are written from.
///
/// Times are in hours since the start of the protocol, visits in days. Shares are fractions (0 to 1), not percent.
package struct StudyResult: Sendable {
  package var title: String
  package var durationDays: Double
  package var seed: UInt64
  package var patientCount: Int
  package var model: ModelVersion
  /// The parameters that vary between patients and how, as the protocol states them, in its order.
  package var variability: [VariedParameter]
  /// The stages of the chain from dose to symptoms, in order. Every arm has at least one series for each stage that
  /// applies to it.
  package var stages: [Stage]
  package var visits: [Visit]
  package var arms: [ArmResult]
  /// Things the reader should know that belong to the whole study, as sentences.
  package var notes: [String]
  /// Of a population run; nil where all patients of the protocol were simulated at once.
  package var extent: PopulationExtent?

  package init(
    title: String, durationDays: Double, seed: UInt64, patientCount: Int, model: ModelVersion,
    variability: [VariedParameter], stages: [Stage], visits: [Visit], arms: [ArmResult], notes: [String] = []
  ) {
    self.title = title
    self.durationDays = durationDays
    self.seed = seed
    self.patientCount = patientCount
    self.model = model
    self.variability = variability
    self.stages = stages
    self.visits = visits
    self.arms = arms
    self.notes = notes
  }
}

/// Which model gave the numbers: its file and a hash over every file of its library.
package struct ModelVersion: Sendable, Hashable {
  /// The path as the protocol or the command gives it, `Models/patient.ant`.
  package var path: String
  /// SHA-256 over the names and contents of the model's files, 64 hexadecimal digits.
  package var hash: String
  /// The files that the hash covers, relative to the library's folder, in hashing order.
  package var files: [String]
  /// The number of states of the whole model (arms run pruned systems, see `ArmResult.stateCount`).
  package var stateCount: Int

  package init(path: String, hash: String, files: [String], stateCount: Int) {
    self.path = path
    self.hash = hash
    self.files = files
    self.stateCount = stateCount
  }
}

/// One parameter that differs between patients, and the distribution it was drawn from in words.
package struct VariedParameter: Sendable, Hashable {
  package var name: String
  package var unit: String
  /// For example `lognormal, median 70, cv 0.15, 40 to 120`.
  package var distribution: String
  /// Median and 5 to 95 % of the values actually drawn.
  package var drawn: Interval

  package init(name: String, unit: String, distribution: String, drawn: Interval) {
    self.name = name
    self.unit = unit
    self.distribution = distribution
    self.drawn = drawn
  }
}

/// A time at which outcomes are read.
package struct Visit: Sendable, Hashable {
  /// `4h`, `24h`, `d7`: used in column names.
  package var id: String
  /// `4 h`, `24 h`, `day 7`: shown to people.
  package var title: String
  /// Hours since the start of the protocol.
  package var hours: Double

  package init(id: String, title: String, hours: Double) {
    self.id = id
    self.title = title
    self.hours = hours
  }

  package var days: Double { hours / 24 }
}
