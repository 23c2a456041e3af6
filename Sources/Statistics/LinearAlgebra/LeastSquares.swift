/// Least squares by Householder's QR decomposition (`dgeqrf`), O(rows·columns²).
package struct LeastSquares: Sendable {
  package let coefficients: [Double]
  /// (XᵀX)⁻¹, by which the residual variance is multiplied for the covariance of the coefficients.
  package let unscaledCovariance: DenseMatrix
  package let residualSumOfSquares: Double
  package let degreesOfFreedom: Int

  /// - Parameters:
  ///   - augmented: the design's columns, each `rows` long, then the response as a last column; used as working space.
  ///   - names: of the columns, for messages.
  /// - Throws: ``StatisticsError`` when there are fewer rows than columns, or a column follows from those before it.
  package init(augmented: inout [Double], rows: Int, names: [String]) throws(StatisticsError) {
    let columns = augmented.count / max(rows, 1) - 1
    guard rows >= columns, columns > 0 else {
      throw .unusable("\(rows) observations are too few for \(columns) coefficients")
    }
    let lapack = try LAPACKLibrary.shared.get()
    let scales = (0..<columns).map { column in
      var sum = 0.0
      for row in 0..<rows { sum += augmented[column * rows + row] * augmented[column * rows + row] }
      return sum.squareRoot()
    }
    let width = columns + 1
    var m = Int32(rows)
    var n = Int32(width)
    var info: Int32 = 0
    augmented.withUnsafeMutableBufferPointer { matrix in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 33 * width) { space in
        guard let matrix = matrix.baseAddress, let space = space.baseAddress else { return }
        var size = Int32(32 * width)
        lapack.geqrf(&m, &n, matrix, &m, space, space + width, &size, &info)
      }
    }
    var triangle = DenseMatrix(rows: columns, columns: columns)
    var solution = [Double](repeating: 0, count: columns)
    for column in 0..<columns {
      for row in 0...column { triangle[row, column] = augmented[column * rows + row] }
      guard abs(triangle[column, column]) > 1e-10 * scales[column] else {
        throw .unusable(
          "the column \"\(names[column])\" of the linear model follows from the columns before it",
          hint: "leave out a covariate or factor that the others determine")
      }
      solution[column] = augmented[columns * rows + column]
    }
    let residual = rows > columns ? augmented[columns * rows + columns] : 0
    for row in (0..<columns).reversed() {
      for column in (row + 1)..<max(columns, row + 1) { solution[row] -= triangle[row, column] * solution[column] }
      solution[row] /= triangle[row, row]
    }
    triangle.values.withUnsafeMutableBufferPointer { values in
      guard let values = values.baseAddress else { return }
      _ = lapack.invertFactor(values, order: columns)
    }
    coefficients = solution
    unscaledCovariance = triangle
    residualSumOfSquares = residual * residual
    degreesOfFreedom = rows - columns
  }
}
