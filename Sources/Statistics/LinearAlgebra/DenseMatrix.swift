/// A matrix of numbers, column after column.
package struct DenseMatrix: Sendable, Hashable {
  package let rows: Int
  package let columns: Int
  /// Entry (r, c) at `c * rows + r`.
  package var values: [Double]

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  /// - Parameter values: column after column.
  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "a matrix needs rows × columns values")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[column * rows + row] }
    set { values[column * rows + row] = newValue }
  }

  /// The product with a vector.
  package func times(_ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: rows)
    for column in 0..<columns {
      for row in 0..<rows { result[row] += values[column * rows + row] * vector[column] }
    }
    return result
  }

  /// vᵀ·M·w, for a variance (v = w) or a covariance of linear combinations.
  package func form(_ v: [Double], _ w: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<columns where w[column] != 0 {
      var inner = 0.0
      for row in 0..<rows { inner += values[column * rows + row] * v[row] }
      sum += inner * w[column]
    }
    return sum
  }
}
