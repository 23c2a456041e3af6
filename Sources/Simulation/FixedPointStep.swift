/// The Newton step of a fixed-point search: (1 − M)·change = residual, where M is the map's matrix.
///
/// A direction in which the map neither grows nor shrinks is a conserved amount if the residual has nothing in it; then
/// the step leaves that amount as it is. Otherwise something accumulates, and there is no step.
struct FixedPointStep {
  let change: [Double]
  /// Of 1 − M in the order of elimination, conserved amounts left out; at most 1.
  let smallestPivot: Double

  /// Below this a pivot is an error of the map.
  private static let leastPivot = 1e-6

  /// - Parameters: both in units of the states' scales.
  /// - Complexity: O(count³).
  init?(matrix: DenseMatrix, residual: [Double]) {
    let count = matrix.count
    var system = DenseMatrix(count: count)
    for row in 0..<count {
      for column in 0..<count { system[row, column] = (row == column ? 1 : 0) - matrix[row, column] }
    }
    let elimination = Self.eliminate(system)
    let rank = elimination.pivots.count
    let largest = residual.map(abs).max() ?? 0
    guard largest.isFinite else { return nil }

    var square = DenseMatrix(count: count)
    var right = [Double](repeating: 0, count: count)
    for row in 0..<rank {
      let source = elimination.rows[row]
      for column in 0..<count { square[row, column] = system[source, column] }
      right[row] = residual[source]
    }
    for row in rank..<count {
      let conserved = elimination.combinations[row - rank]
      let weight = conserved.map(abs).max() ?? 1
      let drift = zip(conserved, residual).reduce(0) { $0 + $1.0 * $1.1 }
      guard abs(drift) <= 1e-4 * weight * largest else { return nil }
      for column in 0..<count { square[row, column] = conserved[column] / weight }
    }
    guard let change = Self.solve(square, right) else { return nil }
    self.change = change
    smallestPivot = min(1, elimination.pivots.min() ?? 1)
  }

  private struct Elimination {
    /// Rows of the matrix in the order in which they were used.
    var rows: [Int]
    var pivots: [Double]
    /// For every row that vanished, the combination of rows that did.
    var combinations: [[Double]]
  }

  /// Gauss with complete pivoting, until what is left is nothing.
  private static func eliminate(_ matrix: DenseMatrix) -> Elimination {
    let count = matrix.count
    var left = matrix
    var rows = Array(0..<count)
    var columns = Array(0..<count)
    var combinations = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    var pivots: [Double] = []
    for step in 0..<count {
      var best = (value: 0.0, row: step, column: step)
      for row in step..<count {
        for column in step..<count where abs(left[rows[row], columns[column]]) > best.value {
          best = (abs(left[rows[row], columns[column]]), row, column)
        }
      }
      guard best.value > leastPivot else { break }
      rows.swapAt(step, best.row)
      columns.swapAt(step, best.column)
      pivots.append(best.value)
      let pivotRow = rows[step]
      for row in rows[(step + 1)...] {
        let factor = left[row, columns[step]] / left[pivotRow, columns[step]]
        guard factor != 0 else { continue }
        for column in 0..<count {
          left[row, column] -= factor * left[pivotRow, column]
          combinations[row][column] -= factor * combinations[pivotRow][column]
        }
      }
    }
    return Elimination(rows: rows, pivots: pivots, combinations: rows[pivots.count...].map { combinations[$0] })
  }

  /// Gauss with row pivoting; nil when the matrix is singular.
  private static func solve(_ matrix: DenseMatrix, _ right: [Double]) -> [Double]? {
    var left = matrix
    var right = right
    let count = matrix.count
    for step in 0..<count {
      guard let pivot = (step..<count).max(by: { abs(left[$0, step]) < abs(left[$1, step]) }),
        abs(left[pivot, step]) > 1e-12
      else { return nil }
      left.swapRows(step, pivot)
      right.swapAt(step, pivot)
      for row in step + 1..<count where left[row, step] != 0 {
        let factor = left[row, step] / left[step, step]
        for column in step..<count { left[row, column] -= factor * left[step, column] }
        right[row] -= factor * right[step]
      }
    }
    for row in stride(from: count - 1, through: 0, by: -1) {
      for column in row + 1..<count { right[row] -= left[row, column] * right[column] }
      right[row] /= left[row, row]
    }
    return right
  }
}
