/// A fitted mixed model for repeated measures.
package struct RepeatedMeasuresFit: Sendable {
  /// The visits' covariance: one matrix, or one for each arm.
  package let covariances: [DenseMatrix]
  /// Restricted.
  package let logLikelihood: Double
  package let iterations: Int
  /// Those with a response at one visit at least.
  package let patients: Int
  package let observations: Int

  private let perVisit: Int
  private let coefficients: [Double]
  /// Of the coefficients, as the model has it.
  private let phi: DenseMatrix
  /// Of the coefficients, as inference uses it.
  private let adjusted: DenseMatrix
  /// The derivative of Φ⁻¹ by each covariance entry, with the sign changed.
  private let sensitivities: [Double]
  /// Of the covariance entries.
  private let entryCovariance: DenseMatrix

  /// An arm's mean at a visit, at the average of the covariates over patients with responses and with equal weights of
  /// the levels of factors.
  package func marginalMean(_ arm: Int, visit: Int, level: Double = 0.95) -> Estimate {
    estimate([(place(arm, visit), 1)], level)
  }

  /// The difference of two arms' means at a visit.
  package func contrast(_ arm: Int, minus other: Int, visit: Int, level: Double = 0.95) -> Estimate {
    estimate([(place(arm, visit), 1), (place(other, visit), -1)], level)
  }

  /// The difference of two arms' means averaged over visits with weights, for example 1/visits each.
  package func contrast(_ arm: Int, minus other: Int, visitWeights: [Double], level: Double = 0.95) -> Estimate {
    estimate(
      visitWeights.enumerated().flatMap { visit, weight in
        [(place(arm, visit), weight), (place(other, visit), -weight)]
      }, level)
  }

  private func place(_ arm: Int, _ visit: Int) -> Int { visit * perVisit + arm }

  private func estimate(_ combination: [(place: Int, weight: Double)], _ level: Double) -> Estimate {
    let order = phi.rows
    var value = 0.0
    var variance = 0.0
    // Φc
    var image = [Double](repeating: 0, count: order)
    for (place, weight) in combination {
      value += weight * coefficients[place]
      for (other, otherWeight) in combination { variance += weight * otherWeight * adjusted[place, other] }
      for row in 0..<order { image[row] += weight * phi[row, place] }
    }
    var plain = 0.0
    for (place, weight) in combination { plain += weight * image[place] }
    // The derivatives of cᵀΦc by the covariance entries: (Φc)ᵀK(Φc).
    let size = order * order
    var slopes = [Double](repeating: 0, count: entryCovariance.rows)
    sensitivities.withUnsafeBufferPointer { matrices in
      image.withUnsafeBufferPointer { image in
        guard let matrices = matrices.baseAddress, let image = image.baseAddress else { return }
        for entry in slopes.indices {
          var sum = 0.0
          for column in 0..<order {
            sum += DotProduct.of(matrices + entry * size + column * order, image, count: order) * image[column]
          }
          slopes[entry] = sum
        }
      }
    }
    let freedom = 2 * plain * plain / entryCovariance.form(slopes, slopes)
    return Estimate(value: value, standardError: variance.squareRoot(), degreesOfFreedom: freedom, level: level)
  }
}

extension RepeatedMeasuresFit {
  /// Nil when the information about the covariance entries cannot be inverted.
  init?(
    _ search: LikelihoodSearch, data: RepeatedMeasuresData, patients: Int,
    inference: RepeatedMeasuresModel.Inference
  ) {
    let likelihood = search.likelihood
    let visits = likelihood.visits
    let isKenwardRoger = inference == .kenwardRoger
    let count = likelihood.parameters
    // The derivatives are of minus twice the logarithm: twice the inverse is the covariance.
    let information = isKenwardRoger ? likelihood.expected : likelihood.observed
    let inverse = NumberBuffer(count * count)
    inverse.start.update(from: information.start, count: count * count)
    guard likelihood.lapack.factor(inverse.start, order: count),
      likelihood.lapack.invertFactor(inverse.start, order: count)
    else { return nil }
    let entryCovariance = DenseMatrix(rows: count, columns: count, values: inverse.array.map { 2 * $0 })
    let order = likelihood.order
    let phi = DenseMatrix(rows: order, columns: order, values: likelihood.phi.array)
    self.init(
      covariances: (0..<likelihood.groups).map { group in
        var matrix = DenseMatrix(rows: visits, columns: visits)
        for a in 0..<visits {
          for b in 0..<visits { matrix[a, b] = search.theta[likelihood.parameter(group, a, b)] }
        }
        return matrix
      },
      logLikelihood: -0.5 * search.value, iterations: search.iterations, patients: patients,
      observations: likelihood.observations, perVisit: likelihood.perVisit,
      coefficients: likelihood.coefficients.array, phi: phi,
      adjusted: isKenwardRoger ? likelihood.kenwardRoger(entryCovariance) : phi,
      sensitivities: likelihood.sensitivities.array, entryCovariance: entryCovariance)
  }
}
