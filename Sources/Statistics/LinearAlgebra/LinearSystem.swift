/// Square systems by LU decomposition with row exchanges, and eigenvalues of symmetric matrices.
package enum LinearSystem {
  /// The solution x of M·x = right (`dgetrf`, `dgetrs`).
  ///
  /// - Throws: ``StatisticsError`` when the matrix is singular or the sizes do not fit.
  package static func solve(_ matrix: DenseMatrix, _ right: [Double]) throws(StatisticsError) -> [Double] {
    guard right.count == matrix.rows else { throw .unusable("the right-hand side has not the matrix's length") }
    var (factor, pivots) = try decompose(matrix)
    let lapack = try LAPACKLibrary.shared.get()
    var result = right
    var n = Int32(matrix.rows)
    var one: Int32 = 1
    var plain = CChar(78)
    var info: Int32 = 0
    factor.withUnsafeMutableBufferPointer { factor in
      pivots.withUnsafeMutableBufferPointer { pivots in
        result.withUnsafeMutableBufferPointer { result in
          guard let factor = factor.baseAddress, let pivots = pivots.baseAddress, let result = result.baseAddress
          else { return }
          lapack.getrs(&plain, &n, &one, factor, &n, pivots, result, &n, &info, 1)
        }
      }
    }
    return result
  }

  /// The inverse (`dgetrf`, `dgetri`).
  ///
  /// - Throws: ``StatisticsError`` when the matrix is singular or not square.
  package static func inverse(_ matrix: DenseMatrix) throws(StatisticsError) -> DenseMatrix {
    var (factor, pivots) = try decompose(matrix)
    let lapack = try LAPACKLibrary.shared.get()
    var work = [Double](repeating: 0, count: 32 * matrix.rows)
    var n = Int32(matrix.rows)
    var size = Int32(work.count)
    var info: Int32 = 0
    factor.withUnsafeMutableBufferPointer { factor in
      pivots.withUnsafeMutableBufferPointer { pivots in
        work.withUnsafeMutableBufferPointer { work in
          guard let factor = factor.baseAddress, let pivots = pivots.baseAddress, let work = work.baseAddress
          else { return }
          lapack.getri(&n, factor, &n, pivots, work, &size, &info)
        }
      }
    }
    return DenseMatrix(rows: matrix.rows, columns: matrix.rows, values: factor)
  }

  /// Eigenvalues, ascending, and their vectors as columns (`dsyev`); only the upper triangle is read.
  ///
  /// - Throws: ``StatisticsError`` when the matrix is not square or the iteration does not end.
  package static func symmetricEigen(
    _ matrix: DenseMatrix
  ) throws(StatisticsError) -> (values: [Double], vectors: DenseMatrix) {
    guard matrix.rows == matrix.columns, matrix.rows > 0 else {
      throw .unusable("only a square matrix has eigenvalues")
    }
    let lapack = try LAPACKLibrary.shared.get()
    var vectors = matrix.values
    var values = [Double](repeating: 0, count: matrix.rows)
    var work = [Double](repeating: 0, count: 34 * matrix.rows)
    var n = Int32(matrix.rows)
    var size = Int32(work.count)
    var info: Int32 = 0
    var both = CChar(86)
    var upper = CChar(85)
    vectors.withUnsafeMutableBufferPointer { vectors in
      values.withUnsafeMutableBufferPointer { values in
        work.withUnsafeMutableBufferPointer { work in
          guard let vectors = vectors.baseAddress, let values = values.baseAddress, let work = work.baseAddress
          else { return }
          lapack.syev(&both, &upper, &n, vectors, &n, values, work, &size, &info, 1, 1)
        }
      }
    }
    guard info == 0 else { throw .unusable("the eigenvalues of a matrix could not be found") }
    return (values, DenseMatrix(rows: matrix.rows, columns: matrix.rows, values: vectors))
  }

  private static func decompose(_ matrix: DenseMatrix) throws(StatisticsError) -> ([Double], [Int32]) {
    guard matrix.rows == matrix.columns, matrix.rows > 0 else { throw .unusable("the matrix is not square") }
    let lapack = try LAPACKLibrary.shared.get()
    var factor = matrix.values
    var pivots = [Int32](repeating: 0, count: matrix.rows)
    var n = Int32(matrix.rows)
    var info: Int32 = 0
    factor.withUnsafeMutableBufferPointer { factor in
      pivots.withUnsafeMutableBufferPointer { pivots in
        guard let factor = factor.baseAddress, let pivots = pivots.baseAddress else { return }
        lapack.getrf(&n, &n, factor, &n, pivots, &info)
      }
    }
    guard info == 0 else { throw .unusable("the matrix is singular") }
    return (factor, pivots)
  }
}
