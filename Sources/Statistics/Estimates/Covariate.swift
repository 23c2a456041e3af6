/// A number known for every patient before the treatment.
package struct Covariate: Sendable {
  package var name: String
  /// One for each patient.
  package var values: [Double]

  package init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}

/// A factor or stratum: which of its levels each patient has.
package struct Factor: Sendable {
  package var name: String
  package var levels: [String]
  /// Zero-based, one for each patient.
  package var values: [Int]

  package init(_ name: String, levels: [String], _ values: [Int]) {
    self.name = name
    self.levels = levels
    self.values = values
  }
}
