/// What a trial asks the patient model for, by name.
enum PatientModelNames {
  /// The symptom score, 0 to 60.
  static let score = "madrs"
  /// The strongest acute effect of anything given, 0 to 1.
  static let acute = "acute"
  /// The score at the depressed steady state: what a trial's baseline is matched with.
  static let severity = "severity"
  /// The covariate that counts earlier treatments that failed.
  static let failures = "previous_failures"
}
