/// The maximum of a restricted likelihood by Newton's method with step halving.
struct LikelihoodSearch {
  let likelihood: RestrictedLikelihood
  /// The entries of the covariance matrices.
  private(set) var theta: [Double]
  /// Minus twice the restricted log-likelihood there.
  private(set) var value = Double.infinity
  private(set) var iterations = 0

  private static let iterationLimit = 100
  /// The squared distance from the maximum, in standard errors of the covariance, at which the search ends.
  private static let tolerance = 1e-14

  init(_ likelihood: RestrictedLikelihood) {
    self.likelihood = likelihood
    theta = [Double](repeating: 0, count: likelihood.parameters)
  }

  /// - Returns: why no maximum was found; nil when one was. The likelihood's derivatives are then those at the maximum.
  mutating func run() -> String? {
    guard start(), let first = likelihood.evaluate(theta) else {
      return "the fixed part of the model is not determined by the responses"
    }
    value = first
    while iterations < Self.iterationLimit {
      iterations += 1
      likelihood.differentiate()
      guard let step = newtonStep() else { return "the responses do not determine the covariance of the visits" }
      var decrement = 0.0
      for (index, change) in step.enumerated() { decrement += change * likelihood.gradient[index] }
      if decrement < Self.tolerance { return isSingular ? Self.singular : nil }
      var factor = 1.0
      var isBetter = false
      while factor > 1e-6, !isBetter {
        let next = zip(theta, step).map { $0 - factor * $1 }
        if isPositive(next), let reached = likelihood.evaluate(next), reached <= value + 1e-12 * abs(value) {
          (theta, value, isBetter) = (next, reached, true)
        }
        factor *= 0.5
      }
      if !isBetter {
        // At the precision of the likelihood itself no step is better.
        guard decrement < 1e-9, likelihood.evaluate(theta) != nil else { return Self.singular }
        likelihood.differentiate()
        return isSingular ? Self.singular : nil
      }
      if isSingular { return Self.singular }
    }
    return "the restricted likelihood did not converge in \(Self.iterationLimit) iterations"
  }

  private static let singular = "the covariance of the visits tends to a singular matrix"

  /// Moments of the residuals of ordinary least squares over pairs of visits, with the correlations made smaller until
  /// the matrix is positive definite.
  private mutating func start() -> Bool {
    let visits = likelihood.visits
    for group in 0..<likelihood.groups {
      for visit in 0..<visits { theta[likelihood.parameter(group, visit, visit)] = 1 }
    }
    guard likelihood.evaluate(theta) != nil, likelihood.independence > 1e-13 else { return false }
    var moments = [Double](repeating: 0, count: theta.count)
    var counts = moments
    for (index, pattern) in likelihood.patterns.enumerated() {
      let n = pattern.visits.count
      for b in 0..<n {
        for a in 0...b {
          let place = likelihood.parameter(pattern.group, pattern.visits[a], pattern.visits[b])
          moments[place] += likelihood.residualSquares[index][b * n + a]
          counts[place] += Double(pattern.count)
        }
      }
    }
    let lost = Double(likelihood.perVisit) / Double(likelihood.groups)
    for place in theta.indices { theta[place] = moments[place] / max(counts[place] - lost, 1) }
    for group in 0..<likelihood.groups {
      for visit in 0..<visits {
        let place = likelihood.parameter(group, visit, visit)
        guard theta[place] > 0 else { return false }
      }
    }
    for _ in 0..<60 where !isPositive(theta) {
      for group in 0..<likelihood.groups {
        for b in 0..<visits {
          for a in 0..<b { theta[likelihood.parameter(group, a, b)] *= 0.8 }
        }
      }
    }
    return isPositive(theta)
  }

  private func isPositive(_ theta: [Double]) -> Bool { smallestPivot(theta) > 0 }

  private var isSingular: Bool { smallestPivot(theta) < 1e-5 }

  /// The smallest pivot of the factors of the correlation matrices; 0 where one is not positive definite.
  private func smallestPivot(_ theta: [Double]) -> Double {
    let visits = likelihood.visits
    var smallest = 1.0
    for group in 0..<likelihood.groups {
      for visit in 0..<visits where !(theta[likelihood.parameter(group, visit, visit)] > 0) { return 0 }
      for b in 0..<visits {
        for a in 0..<visits {
          let scale =
            theta[likelihood.parameter(group, a, a)].squareRoot()
            * theta[likelihood.parameter(group, b, b)].squareRoot()
          likelihood.scratch[b * visits + a] = theta[likelihood.parameter(group, a, b)] / scale
        }
      }
      guard likelihood.lapack.factor(likelihood.scratch.start, order: visits) else { return 0 }
      for visit in 0..<visits { smallest = min(smallest, likelihood.scratch[visit * visits + visit]) }
    }
    return smallest
  }

  /// The second derivatives' inverse times the gradient; nil when neither observed nor expected ones are positive
  /// definite.
  private func newtonStep() -> [Double]? {
    let count = likelihood.parameters
    for matrix in [likelihood.observed, likelihood.expected] {
      let factor = NumberBuffer(count * count)
      factor.start.update(from: matrix.start, count: count * count)
      guard likelihood.lapack.factor(factor.start, order: count) else { continue }
      let step = NumberBuffer(count)
      step.start.update(from: likelihood.gradient.start, count: count)
      likelihood.lapack.solveFactored(factor.start, order: count, step.start)
      return step.array
    }
    return nil
  }
}
