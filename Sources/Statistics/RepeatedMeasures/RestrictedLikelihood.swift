import Foundation

/// Minus twice the restricted log-likelihood of a linear model with unstructured covariance within a patient, as a
/// function of the covariance's entries; its gradient and both its observed and expected second derivatives
/// (`RestrictedLikelihood+Derivatives.swift`).
///
/// Patients enter only through the sums of their ``VisitPattern``: the costs do not grow with their number. The
/// parameters are, for each group, the entries (a, b), a ≤ b, of its covariance matrix, so that the covariance is linear
/// in them.
final class RestrictedLikelihood {
  let lapack: LAPACKLibrary
  let patterns: [VisitPattern]
  let visits: Int
  let groups: Int
  let width: Int
  let perVisit: Int
  /// How many fixed coefficients: a visit's block of `perVisit` after the other, then those of all visits.
  let order: Int
  /// Entries of one covariance matrix.
  let pairs: Int
  var parameters: Int { groups * pairs }
  let observations: Int

  /// (XᵀV⁻¹X)⁻¹: the covariance of the coefficients.
  let phi: NumberBuffer
  let coefficients: NumberBuffer
  /// For each pattern V⁻¹ of the visits seen; w·rᵀ and r·rᵀ summed, r the residuals.
  let weights: [NumberBuffer]
  let residualProducts: [NumberBuffer]
  let residualSquares: [NumberBuffer]
  let scratch: NumberBuffer
  private let diagonal: NumberBuffer
  /// At the last evaluation the smallest share of a column of the fixed part that does not follow from those before:
  /// what rounding leaves where there is none is below 1e-13.
  private(set) var independence = 1.0
  /// Derivatives by the parameters; XᵀV⁻¹EV⁻¹X for each of them, E the derivative of V.
  let gradient: NumberBuffer
  let observed: NumberBuffer
  let expected: NumberBuffer
  let sensitivities: NumberBuffer

  init(
    patterns: [VisitPattern], design: RepeatedMeasuresData.Design, visits: Int, groups: Int, lapack: LAPACKLibrary
  ) {
    self.lapack = lapack
    self.patterns = patterns
    self.visits = visits
    self.groups = groups
    width = design.width
    perVisit = design.perVisit
    order = visits * perVisit + width - perVisit
    pairs = visits * (visits + 1) / 2
    observations = patterns.reduce(0) { $0 + $1.count * $1.visits.count }
    phi = NumberBuffer(order * order)
    coefficients = NumberBuffer(order)
    diagonal = NumberBuffer(order)
    weights = patterns.map { NumberBuffer($0.visits.count * $0.visits.count) }
    residualSquares = patterns.map { NumberBuffer($0.visits.count * $0.visits.count) }
    residualProducts = patterns.map { [width] in NumberBuffer($0.visits.count * width) }
    scratch = NumberBuffer(max(width * visits, visits * visits))
    let parameters = groups * pairs
    gradient = NumberBuffer(parameters)
    observed = NumberBuffer(parameters * parameters)
    expected = NumberBuffer(parameters * parameters)
    sensitivities = NumberBuffer(parameters * order * order)
  }

  /// The number of the parameter of a group's entry (a, b).
  func parameter(_ group: Int, _ a: Int, _ b: Int) -> Int {
    let (low, high) = (min(a, b), max(a, b))
    return group * pairs + high * (high + 1) / 2 + low
  }

  /// The number of the coefficient of a column at a visit.
  func coefficient(_ visit: Int, _ column: Int) -> Int {
    column < perVisit ? visit * perVisit + column : (visits - 1) * perVisit + column
  }

  /// The value at covariance entries `theta`, leaving coefficients, weights and residuals for the derivatives; nil where
  /// a covariance or the information is not positive definite.
  func evaluate(_ theta: [Double]) -> Double? {
    var value = Double(observations - order) * log(2 * Double.pi)
    phi.clear()
    coefficients.clear()
    for (index, pattern) in patterns.enumerated() {
      let w = weights[index]
      let n = pattern.visits.count
      for b in 0..<n {
        for a in 0..<n { w[b * n + a] = theta[parameter(pattern.group, pattern.visits[a], pattern.visits[b])] }
      }
      guard lapack.factor(w.start, order: n) else { return nil }
      for a in 0..<n { value += 2 * Double(pattern.count) * log(w[a * n + a]) }
      guard lapack.invertFactor(w.start, order: n) else { return nil }
      spread(w.start, pattern, into: phi.start)
      gather(w.start, pattern.products, pattern, into: coefficients.start)
    }
    for row in 0..<order { diagonal[row] = phi[row * order + row] }
    independence = 1
    guard lapack.factor(phi.start, order: order) else { return nil }
    for row in 0..<order {
      let pivot = phi[row * order + row]
      independence = min(independence, pivot * pivot / diagonal[row])
      value += 2 * log(pivot)
    }
    lapack.solveFactored(phi.start, order: order, coefficients.start)
    guard lapack.invertFactor(phi.start, order: order) else { return nil }
    for index in patterns.indices { value += residuals(index) }
    return value.isFinite ? value : nil
  }

  /// Adds Σ wₐᵦ·S to the blocks (a, b) of a matrix of the coefficients, S the pattern's sum of w·wᵀ.
  func spread(_ weights: UnsafePointer<Double>, _ pattern: VisitPattern, into target: UnsafeMutablePointer<Double>) {
    let n = pattern.visits.count
    pattern.cross.withUnsafeBufferPointer { cross in
      for b in 0..<n {
        for j in 0..<width {
          let column = target + order * coefficient(pattern.visits[b], j)
          for a in 0..<n {
            let weight = weights[b * n + a]
            let block = column + pattern.visits[a] * perVisit
            for i in 0..<perVisit { block[i] += weight * cross[j * width + i] }
            let common = column + (visits - 1) * perVisit
            for i in perVisit..<width { common[i] += weight * cross[j * width + i] }
          }
        }
      }
    }
  }

  /// Adds, for each visit a of the pattern, Σ wₐᵦ·(column b of `products`) to a vector of the coefficients.
  func gather(
    _ weights: UnsafePointer<Double>, _ products: UnsafePointer<Double>, _ pattern: VisitPattern,
    into target: UnsafeMutablePointer<Double>
  ) {
    let n = pattern.visits.count
    for a in 0..<n {
      for i in 0..<width {
        var sum = 0.0
        for b in 0..<n { sum += weights[b * n + a] * products[b * width + i] }
        target[coefficient(pattern.visits[a], i)] += sum
      }
    }
  }

  /// Sets the pattern's sums with residuals and returns their weighted squares.
  private func residuals(_ index: Int) -> Double {
    let pattern = patterns[index]
    let (w, products, squares) = (weights[index], residualProducts[index], residualSquares[index])
    let n = pattern.visits.count
    // The coefficients of each visit, a column each.
    for b in 0..<n {
      for i in 0..<width { scratch[b * width + i] = coefficients[coefficient(pattern.visits[b], i)] }
    }
    for b in 0..<n {
      for i in 0..<width {
        var sum = pattern.products[b * width + i]
        for j in 0..<width { sum -= pattern.cross[j * width + i] * scratch[b * width + j] }
        products[b * width + i] = sum
      }
    }
    var value = 0.0
    for b in 0..<n {
      for a in 0..<n {
        var sum = pattern.squares[b * n + a]
        for i in 0..<width {
          sum -= pattern.products[a * width + i] * scratch[b * width + i]
          sum -= scratch[a * width + i] * products[b * width + i]
        }
        squares[b * n + a] = sum
        value += w[b * n + a] * sum
      }
    }
    return value
  }
}
