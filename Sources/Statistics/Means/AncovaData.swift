/// What an analysis of covariance is given: one row for each patient.
package struct AncovaData: Sendable {
  /// For example the change from baseline; NaN leaves the patient out.
  package var response: [Double]
  /// Which arm each patient is in, zero-based.
  package var arms: [Int]
  package var armNames: [String]
  package var covariates: [Covariate]
  package var factors: [Factor]

  package init(
    response: [Double], arms: [Int], armNames: [String], covariates: [Covariate] = [], factors: [Factor] = []
  ) {
    self.response = response
    self.arms = arms
    self.armNames = armNames
    self.covariates = covariates
    self.factors = factors
  }

  /// The rows with a response.
  ///
  /// - Throws: ``StatisticsError`` when lengths, arms or levels do not fit, a covariate is not a number, or an arm is
  ///   empty.
  func usedRows() throws(StatisticsError) -> [Int] {
    guard arms.count == response.count else { throw .unusable("responses and arms have different lengths") }
    for covariate in covariates where covariate.values.count != response.count {
      throw .unusable("the covariate \"\(covariate.name)\" has not one value for each patient")
    }
    for factor in factors where factor.values.count != response.count {
      throw .unusable("the factor \"\(factor.name)\" has not one value for each patient")
    }
    var rows: [Int] = []
    rows.reserveCapacity(response.count)
    var sizes = [Int](repeating: 0, count: armNames.count)
    for row in response.indices where !response[row].isNaN {
      guard response[row].isFinite else { throw .unusable("the response of row \(row) is infinite") }
      guard sizes.indices.contains(arms[row]) else { throw .unusable("row \(row) has no arm of number \(arms[row])") }
      for covariate in covariates where !covariate.values[row].isFinite {
        throw .unusable("the covariate \"\(covariate.name)\" of row \(row) is not a number")
      }
      for factor in factors where !factor.levels.indices.contains(factor.values[row]) {
        throw .unusable("the factor \"\(factor.name)\" of row \(row) has no level of number \(factor.values[row])")
      }
      sizes[arms[row]] += 1
      rows.append(row)
    }
    if let empty = sizes.firstIndex(of: 0) {
      throw .unusable("the arm \"\(armNames[empty])\" has no patient with a response")
    }
    return rows
  }
}
