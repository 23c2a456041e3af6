/// What a mixed model for repeated measures is given: patients with a response at each of some visits.
package struct RepeatedMeasuresData: Sendable {
  /// For example changes from baseline: patient after patient, one for each visit; NaN is missing.
  package var responses: [Double]
  package var visitNames: [String]
  /// Which arm each patient is in, zero-based.
  package var arms: [Int]
  package var armNames: [String]
  /// Covariates with a slope of their own at every visit, above all the baseline.
  package var byVisit: [Covariate]
  /// Covariates and factors with the same effect at every visit.
  package var covariates: [Covariate]
  package var factors: [Factor]

  package init(
    responses: [Double], visitNames: [String], arms: [Int], armNames: [String], byVisit: [Covariate] = [],
    covariates: [Covariate] = [], factors: [Factor] = []
  ) {
    self.responses = responses
    self.visitNames = visitNames
    self.arms = arms
    self.armNames = armNames
    self.byVisit = byVisit
    self.covariates = covariates
    self.factors = factors
  }

  /// - Throws: ``StatisticsError`` when lengths, arms or levels do not fit or a number is not finite: mistakes of the
  ///   caller, unlike data that happen to hold too little.
  func check() throws(StatisticsError) {
    guard !visitNames.isEmpty, visitNames.count <= 30 else {
      throw .unusable("a mixed model needs 1 to 30 visits, not \(visitNames.count)")
    }
    guard responses.count == arms.count * visitNames.count else {
      throw .unusable("responses are not one for each patient and visit")
    }
    for covariate in byVisit + covariates {
      guard covariate.values.count == arms.count, covariate.values.allSatisfy(\.isFinite) else {
        throw .unusable("the covariate \"\(covariate.name)\" has not one finite value for each patient")
      }
    }
    for factor in factors {
      guard factor.values.count == arms.count, factor.values.allSatisfy(factor.levels.indices.contains) else {
        throw .unusable("the factor \"\(factor.name)\" has not one of its levels for each patient")
      }
    }
    guard arms.allSatisfy(armNames.indices.contains) else { throw .unusable("a patient has no arm") }
    guard !responses.contains(where: \.isInfinite) else { throw .unusable("a response is infinite") }
  }
}

extension RepeatedMeasuresData {
  /// The fixed part of the model: for each patient a row w of numbers, the first `perVisit` of which have a coefficient
  /// at every visit, the others one for all visits. Columns but the arms' are centred over the patients who have a
  /// response, so that the coefficient of an arm and visit is its marginal mean.
  struct Design {
    var rows: [Int] = []
    var perVisit = 0
    /// Row after row.
    var values: [Double] = []
    var width = 0
  }

  func design() -> Design {
    var design = Design()
    let visits = visitNames.count
    design.rows = arms.indices.filter { row in
      (0..<visits).contains { !responses[row * visits + $0].isNaN }
    }
    var columns: [[Double]] = armNames.indices.map { arm in design.rows.map { arms[$0] == arm ? 1 : 0 } }
    func centred(_ covariate: Covariate) -> [Double] {
      let values = design.rows.map { covariate.values[$0] }
      let mean = values.reduce(0, +) / Double(max(values.count, 1))
      return values.map { $0 - mean }
    }
    columns += byVisit.map(centred)
    design.perVisit = columns.count
    columns += covariates.map(centred)
    for factor in factors {
      let present = Set(design.rows.map { factor.values[$0] }).sorted()
      for level in present.dropFirst() {
        let weight = 1 / Double(present.count)
        columns.append(design.rows.map { (factor.values[$0] == level ? 1 : 0) - weight })
      }
    }
    design.width = columns.count
    design.values = design.rows.indices.flatMap { row in columns.map { $0[row] } }
    return design
  }
}
