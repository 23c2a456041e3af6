import Foundation

/// The factor of a symmetric positive definite matrix: its determinant, inverse, and solutions with it.
package struct CholeskyFactor: Sendable {
  private let factor: [Double]
  private let order: Int

  /// - Returns: nil when the matrix is not positive definite.
  /// - Throws: ``StatisticsError`` when LAPACK is missing or the matrix is not square.
  package init?(_ matrix: DenseMatrix) throws(StatisticsError) {
    guard matrix.rows == matrix.columns, matrix.rows > 0 else { throw .unusable("only a square matrix has a factor") }
    let lapack = try LAPACKLibrary.shared.get()
    var values = matrix.values
    let isPositive = values.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { lapack.factor($0, order: matrix.rows) } ?? false
    }
    guard isPositive else { return nil }
    factor = values
    order = matrix.rows
  }

  package var logDeterminant: Double {
    var sum = 0.0
    for index in 0..<order { sum += log(factor[index * order + index]) }
    return 2 * sum
  }

  package func inverse() throws(StatisticsError) -> DenseMatrix {
    let lapack = try LAPACKLibrary.shared.get()
    var values = factor
    let isRegular = values.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { lapack.invertFactor($0, order: order) } ?? false
    }
    guard isRegular else { throw .unusable("the matrix has no inverse") }
    return DenseMatrix(rows: order, columns: order, values: values)
  }

  /// The solution x of M·x = right.
  package func solve(_ right: [Double]) throws(StatisticsError) -> [Double] {
    guard right.count == order else { throw .unusable("the right-hand side has not the matrix's length") }
    let lapack = try LAPACKLibrary.shared.get()
    var copy = factor
    var result = right
    copy.withUnsafeMutableBufferPointer { copy in
      result.withUnsafeMutableBufferPointer { result in
        guard let copy = copy.baseAddress, let result = result.baseAddress else { return }
        lapack.solveFactored(copy, order: order, result)
      }
    }
    return result
  }
}
