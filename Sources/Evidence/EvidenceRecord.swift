package import Diagnostics

/// Where one number of the model library comes from, and how far to trust it.
package struct EvidenceRecord: Sendable {
  /// The constant's name, `ketamine.CL`.
  package var id: String
  /// As it is written: most are numbers, some are ranges or words.
  package var value: String
  package var unit: String
  package var uncertainty: String?
  /// What the library may use at all; nil where nothing is stated.
  package var allowed: ClosedRange<Double>?
  /// The number that the library uses where it differs on purpose from `value`; the note says why.
  package var used: Double?
  /// Species, region, population, dose: what the number was measured in.
  package var context: String?
  /// First author, year, journal.
  package var source: String?
  package var doi: String?
  package var verification: EvidenceVerification
  package var grade: EvidenceGrade
  package var note: String?
  /// What every report says beside the number: required where it is from memory.
  package var flag: String?
  package var place: SourcePlace

  package init(
    id: String, value: String, unit: String, uncertainty: String?, allowed: ClosedRange<Double>? = nil,
    used: Double? = nil, context: String?, source: String?, doi: String?, verification: EvidenceVerification,
    grade: EvidenceGrade, note: String?, flag: String? = nil, place: SourcePlace
  ) {
    self.id = id
    self.value = value
    self.unit = unit
    self.uncertainty = uncertainty
    self.allowed = allowed
    self.used = used
    self.context = context
    self.source = source
    self.doi = doi
    self.verification = verification
    self.grade = grade
    self.note = note
    self.flag = flag
    self.place = place
  }

  /// The number that the library must have: `used`, else `value`; nil where the value is a list or words.
  package var expected: Double? { used ?? Double(value) }

  /// Whether the number is one by definition, such as a conversion of units.
  package var isExact: Bool { uncertainty == "exact" }
}
