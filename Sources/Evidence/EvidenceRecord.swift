package import Diagnostics

/// Where one number of the model library comes from, and how far to trust it.
package struct EvidenceRecord: Sendable {
  /// The constant's name, `ketamine.CL`.
  package var id: String
  /// As it is written: most are numbers, some are ranges or words.
  package var value: String
  package var unit: String
  package var uncertainty: String?
  /// Species, region, population, dose: what the number was measured in.
  package var context: String?
  /// First author, year, journal.
  package var source: String?
  package var doi: String?
  package var verification: EvidenceVerification
  package var grade: EvidenceGrade
  package var note: String?
  package var place: SourcePlace

  package init(
    id: String, value: String, unit: String, uncertainty: String?, context: String?, source: String?, doi: String?,
    verification: EvidenceVerification, grade: EvidenceGrade, note: String?, place: SourcePlace
  ) {
    self.id = id
    self.value = value
    self.unit = unit
    self.uncertainty = uncertainty
    self.context = context
    self.source = source
    self.doi = doi
    self.verification = verification
    self.grade = grade
    self.note = note
    self.place = place
  }
}
