/// What a report says beside a study's results: on which numbers they rest, and what is known of safety.
package struct StudyBackground: Sendable {
  /// Nil where the model has no evidence records.
  package var basis: ConclusionBasis?
  package var safety: SafetyNotes

  package init(basis: ConclusionBasis?, safety: SafetyNotes) {
    self.basis = basis
    self.safety = safety
  }
}
