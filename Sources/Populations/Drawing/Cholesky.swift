/// The Cholesky factor of a symmetric matrix, computed row by row in the order of the indices, so that the bits do not
/// depend on a library.
enum Cholesky {
  /// What is left of the variance of `index` given the ones before it, when that is not above zero.
  struct NotPositiveDefinite: Error, Equatable {
    var index: Int
    var remaining: Double
  }

  /// The lower triangle L with L·Lᵀ = A, row k with k + 1 entries.
  ///
  /// - Parameter lower: the rows of A up to the diagonal.
  /// - Throws: ``NotPositiveDefinite`` at the first leading minor that is not above zero (or so near to it that rounding
  ///   decides).
  /// - Complexity: O(n³).
  static func factor(_ lower: [[Double]]) throws(NotPositiveDefinite) -> [[Double]] {
    var rows: [[Double]] = []
    for (i, given) in lower.enumerated() {
      var row: [Double] = []
      for j in 0..<i {
        var sum = given[j]
        for k in 0..<j { sum -= row[k] * rows[j][k] }
        row.append(sum / rows[j][j])
      }
      var rest = given[i]
      for value in row { rest -= value * value }
      guard rest > 1e-12 * abs(given[i]) else { throw NotPositiveDefinite(index: i, remaining: rest) }
      row.append(rest.squareRoot())
      rows.append(row)
    }
    return rows
  }

  /// The solution of L·Lᵀ·x = b.
  static func solve(_ factor: [[Double]], _ b: [Double]) -> [Double] {
    var x = b
    for i in x.indices {
      for k in 0..<i { x[i] -= factor[i][k] * x[k] }
      x[i] /= factor[i][i]
    }
    for i in x.indices.reversed() {
      for k in (i + 1)..<max(i + 1, x.count) { x[i] -= factor[k][i] * x[k] }
      x[i] /= factor[i][i]
    }
    return x
  }
}
