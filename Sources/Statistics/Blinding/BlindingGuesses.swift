/// What the patients (or raters) of one arm guessed about the allocation.
package struct BlindingGuesses: Sendable, Hashable {
  package let active: Int
  package let control: Int
  package let unsure: Int

  package init(active: Int, control: Int, unsure: Int) {
    self.active = active
    self.control = control
    self.unsure = unsure
  }

  package var total: Int { active + control + unsure }

  func check(_ arm: String) throws(StatisticsError) {
    guard min(active, control, unsure) >= 0 else { throw .unusable("a count of guesses is negative") }
    guard total > 0 else { throw .unusable("no one in the \(arm) arm was asked for a guess") }
  }
}
