/// Analysis of covariance: a linear model of a response by arm, covariates and factors without interactions, fitted by
/// least squares.
///
/// Columns other than the arms' are centred: covariates at their mean, factors at their levels' weights. The
/// coefficient of an arm is therefore its estimated marginal mean (Searle, Speed and Milliken 1980,
/// doi:10.1080/00031305.1980.10483031).
package struct Ancova: Sendable {
  /// How marginal means weigh the levels of a factor.
  package enum Weights: Sendable {
    /// Every level that occurs counts the same.
    case equal
    /// Levels count as often as they occur.
    case observed
  }

  /// How many patients with a response each arm has.
  package let sizes: [Int]
  package let residualVariance: Double
  package let degreesOfFreedom: Int
  private let means: [Double]
  private let unscaled: DenseMatrix

  /// Fits in O(patients·columns²).
  ///
  /// - Throws: ``StatisticsError`` when the data do not fit together, an arm is empty, there are not more patients than
  ///   coefficients, or a covariate or factor follows from the others.
  package init(_ data: AncovaData, weights: Weights = .equal) throws(StatisticsError) {
    let rows = try data.usedRows()
    var design = Design(rows: rows.count)
    for arm in data.armNames.indices {
      design.add(data.armNames[arm]) { data.arms[rows[$0]] == arm ? 1 : 0 }
    }
    for covariate in data.covariates {
      var sum = 0.0
      for row in rows { sum += covariate.values[row] }
      let mean = sum / Double(rows.count)
      design.add(covariate.name) { covariate.values[rows[$0]] - mean }
    }
    for factor in data.factors {
      var counts = [Int](repeating: 0, count: factor.levels.count)
      for row in rows { counts[factor.values[row]] += 1 }
      let present = counts.indices.filter { counts[$0] > 0 }
      for level in present.dropFirst() {
        let weight =
          switch weights {
          case .equal: 1 / Double(present.count)
          case .observed: Double(counts[level]) / Double(rows.count)
          }
        design.add("\(factor.name) \(factor.levels[level])") {
          (factor.values[rows[$0]] == level ? 1 : 0) - weight
        }
      }
    }
    let columns = design.names.count
    guard rows.count > columns else {
      throw .unusable("\(rows.count) patients with a response are too few for \(columns) coefficients and a variance")
    }
    design.add("response") { data.response[rows[$0]] }
    let fit = try LeastSquares(augmented: &design.values, rows: rows.count, names: design.names)
    var sizes = [Int](repeating: 0, count: data.armNames.count)
    for row in rows { sizes[data.arms[row]] += 1 }
    self.sizes = sizes
    degreesOfFreedom = fit.degreesOfFreedom
    residualVariance = fit.residualSumOfSquares / Double(fit.degreesOfFreedom)
    means = Array(fit.coefficients.prefix(sizes.count))
    unscaled = fit.unscaledCovariance
  }

  /// An arm's mean at the average of covariates and factors.
  package func marginalMean(_ arm: Int, level: Double = 0.95) -> Estimate {
    estimate(means[arm], unscaled[arm, arm], level)
  }

  /// The difference of two arms' marginal means.
  package func contrast(_ arm: Int, minus other: Int, level: Double = 0.95) -> Estimate {
    estimate(
      means[arm] - means[other], unscaled[arm, arm] + unscaled[other, other] - 2 * unscaled[arm, other], level)
  }

  private func estimate(_ value: Double, _ unscaledVariance: Double, _ level: Double) -> Estimate {
    Estimate(
      value: value, standardError: (residualVariance * max(unscaledVariance, 0)).squareRoot(),
      degreesOfFreedom: Double(degreesOfFreedom), level: level)
  }

  private struct Design {
    let rows: Int
    var names: [String] = []
    var values: [Double] = []

    init(rows: Int) { self.rows = rows }

    mutating func add(_ name: String, _ value: (Int) -> Double) {
      names.append(name)
      values.reserveCapacity(rows * 8)
      for row in 0..<rows { values.append(value(row)) }
    }
  }
}
