/// Which patients a population's result covers, and how exact its quantiles are.
package struct PopulationExtent: Sendable, Hashable {
  /// The first patient's index in the study.
  package var first: Int
  /// Patients that were asked for, from the first on.
  package var asked: Int
  /// Patients that have been through every arm.
  package var done: Int
  /// Arms that were asked for; of a partial result, fewer may be there.
  package var armCount: Int
  /// The largest share of patients by which the rank of a quantile may be off.
  package var rankError: Double
  /// Whether quantiles were taken from all values.
  package var isExact: Bool
  /// Of a partial result: the command that goes on.
  package var resumeCommand: String?

  package var isComplete: Bool { done == asked }

  package init(
    first: Int, asked: Int, done: Int, armCount: Int, rankError: Double, isExact: Bool, resumeCommand: String? = nil
  ) {
    self.first = first
    self.asked = asked
    self.done = done
    self.armCount = armCount
    self.rankError = rankError
    self.isExact = isExact
    self.resumeCommand = resumeCommand
  }
}
