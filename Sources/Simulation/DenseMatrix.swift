/// A square matrix, row by row.
struct DenseMatrix {
  let count: Int
  private(set) var values: [Double]

  init(count: Int) {
    self.count = count
    values = Array(repeating: 0, count: count * count)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * count + column] }
    set { values[row * count + column] = newValue }
  }

  /// Whether the powers of a matrix stay bounded: no eigenvalue beyond 1, as far as 2¹⁴ turns show it.
  static func staysBounded(_ matrix: DenseMatrix) -> Bool {
    var power = matrix
    for _ in 0..<14 {
      power = power.squared()
      guard power.values.allSatisfy({ abs($0) < 1e4 * Double(max(1, matrix.count)) }) else { return false }
    }
    return true
  }

  /// - Complexity: O(count³).
  func squared() -> DenseMatrix {
    var product = DenseMatrix(count: count)
    for row in 0..<count {
      for inner in 0..<count where self[row, inner] != 0 {
        let factor = self[row, inner]
        for column in 0..<count { product[row, column] += factor * self[inner, column] }
      }
    }
    return product
  }

  mutating func swapRows(_ first: Int, _ second: Int) {
    guard first != second else { return }
    for column in 0..<count { values.swapAt(first * count + column, second * count + column) }
  }
}
