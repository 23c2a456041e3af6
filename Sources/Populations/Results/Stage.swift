/// One stage of the chain from dose to symptoms, as `Models/stages.yaml` describes it.
package struct Stage: Sendable, Hashable {
  package enum Source: Sendable, Hashable {
    /// One observable of the patient model, `bdnf`.
    case observable(String)
    /// One observable of each compound that an arm gives, `Cp`: read as `drug.Cp`.
    case perCompound(String)
  }

  /// `plasma`, `occupancy`, `glutamate`, … `madrs`.
  package var id: String
  package var title: String
  package var source: Source
  package var unit: String
  /// Evidence grade `A` (several human studies) to `E` (assumed).
  package var grade: String
  /// What the number means, one or two sentences.
  package var meaning: String
  /// Where the stage's numbers come from, in words.
  package var basis: String

  package init(
    id: String, title: String, source: Source, unit: String, grade: String, meaning: String, basis: String
  ) {
    self.id = id
    self.title = title
    self.source = source
    self.unit = unit
    self.grade = grade
    self.meaning = meaning
    self.basis = basis
  }
}
