/// The mixed model for repeated measures: a response by arm × visit and covariates, with an unstructured covariance of
/// the visits within a patient, fitted by restricted maximum likelihood (Patterson and Thompson 1971,
/// doi:10.1093/biomet/58.3.545). Missing visits may be missing at random.
package struct RepeatedMeasuresModel: Sendable {
  package enum Covariance: Sendable {
    /// One matrix for all patients.
    case common
    /// A matrix for each arm.
    case byArm
  }

  /// How standard errors and degrees of freedom allow for the covariance being estimated.
  package enum Inference: Sendable {
    /// The model's standard errors; degrees of freedom by Satterthwaite's approximation with the observed information
    /// (Fai and Cornelius 1996, doi:10.1080/00949659608811740).
    case satterthwaite
    /// Enlarged standard errors and degrees of freedom with the expected information (Kenward and Roger 1997,
    /// doi:10.2307/2533558).
    case kenwardRoger
  }

  /// The fit, or why these data have none: a sentence without a full stop. In a simulated trial a failure is a result.
  package enum Outcome: Sendable {
    case fitted(RepeatedMeasuresFit)
    case failed(String)

    package var fit: RepeatedMeasuresFit? { if case .fitted(let fit) = self { fit } else { nil } }
  }

  package var covariance: Covariance
  package var inference: Inference

  package init(covariance: Covariance = .common, inference: Inference = .satterthwaite) {
    self.covariance = covariance
    self.inference = inference
  }

  /// Fits by Newton's method with observed second derivatives, or expected ones where those are not positive definite.
  ///
  /// The costs of an iteration grow with the number of patterns of missing visits, not with that of patients.
  /// - Throws: ``StatisticsError`` for data that do not fit together, and when LAPACK is missing.
  package func fit(_ data: RepeatedMeasuresData) throws(StatisticsError) -> Outcome {
    try data.check()
    let lapack = try LAPACKLibrary.shared.get()
    let design = data.design()
    let groups = covariance == .byArm ? data.armNames.count : 1
    let patterns = VisitPattern.patterns(of: data, design, byArm: covariance == .byArm)
    if let reason = tooLittle(data, design, patterns, groups) { return .failed(reason) }
    let likelihood = RestrictedLikelihood(
      patterns: patterns, design: design, visits: data.visitNames.count, groups: groups, lapack: lapack)
    var search = LikelihoodSearch(likelihood)
    if let reason = search.run() { return .failed(reason) }
    guard let fit = RepeatedMeasuresFit(search, data: data, patients: design.rows.count, inference: inference) else {
      return .failed("the precision of the estimated covariance cannot be computed")
    }
    return .fitted(fit)
  }

  /// What the data cannot tell, seen before the fit.
  private func tooLittle(
    _ data: RepeatedMeasuresData, _ design: RepeatedMeasuresData.Design, _ patterns: [VisitPattern], _ groups: Int
  ) -> String? {
    let visits = data.visitNames.count
    var seen = [Int](repeating: 0, count: data.armNames.count * visits)
    for row in design.rows {
      for visit in 0..<visits where !data.responses[row * visits + visit].isNaN {
        seen[data.arms[row] * visits + visit] += 1
      }
    }
    if let empty = seen.firstIndex(of: 0) {
      let (arm, visit) = (data.armNames[empty / visits], data.visitNames[empty % visits])
      return "the arm \"\(arm)\" has no response at the visit \"\(visit)\""
    }
    for group in 0..<groups {
      let arm = groups == 1 ? "" : " of the arm \"\(data.armNames[group])\""
      for b in 0..<visits {
        for a in 0...b {
          let both = patterns.reduce(0) { sum, pattern in
            pattern.group == group && pattern.visits.contains(a) && pattern.visits.contains(b)
              ? sum + pattern.count : sum
          }
          if both < 2 {
            let (one, other) = (data.visitNames[a], data.visitNames[b])
            return "fewer than two patients\(arm) have responses at both \"\(one)\" and \"\(other)\""
          }
        }
      }
    }
    // Each visit's residuals span as many dimensions as patients exceed coefficients; a covariance needs all visits.
    let coefficients = groups == 1 ? design.perVisit : 1
    for group in 0..<groups {
      let patients = patterns.reduce(0) { $1.group == group ? $0 + $1.count : $0 }
      if patients < coefficients + visits {
        return "\(patients) patients are too few for \(coefficients) coefficients and \(visits) variances at each visit"
      }
    }
    return nil
  }
}
