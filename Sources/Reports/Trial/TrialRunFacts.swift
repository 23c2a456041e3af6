/// What a trial's page says about its run beside the result.
package struct TrialRunFacts: Sendable {
  /// Replicates that are in the result, and those that were asked for.
  package var done: Int
  package var asked: Int
  package var modelHash: String
  /// Sentences on what could not be met.
  package var notes: [String]
  /// What lies beside the page.
  package var files: [String]
  /// Of a partial run.
  package var resumeCommand: String?

  package init(
    done: Int, asked: Int, modelHash: String, notes: [String] = [], files: [String] = [], resumeCommand: String? = nil
  ) {
    self.done = done
    self.asked = asked
    self.modelHash = modelHash
    self.notes = notes
    self.files = files
    self.resumeCommand = resumeCommand
  }
}
