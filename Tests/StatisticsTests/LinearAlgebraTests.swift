import Diagnostics
import Statistics
import Testing

@Suite("Linear algebra")
struct LinearAlgebraTests {
  /// A symmetric positive definite matrix of an exactly known inverse: the second-difference matrix of order 3.
  private let matrix = DenseMatrix(rows: 3, columns: 3, values: [2, -1, 0, -1, 2, -1, 0, -1, 2])
  private let inverse: [Double] = [0.75, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.75]

  private func same(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-14) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test func choleskySolvesInvertsAndGivesTheDeterminant() throws {
    let factor = try #require(try CholeskyFactor(matrix))
    #expect(abs(factor.logDeterminant - 1.3862943611198906) < 1e-14)
    #expect(same(try factor.inverse().values, inverse))
    #expect(same(try factor.solve([1, 0, 0]), [0.75, 0.5, 0.25]))
    let indefinite = DenseMatrix(rows: 2, columns: 2, values: [1, 2, 2, 1])
    #expect(try CholeskyFactor(indefinite) == nil)
  }

  @Test func generalSystems() throws {
    #expect(same(try LinearSystem.inverse(matrix).values, inverse))
    // Needs an exchange of rows.
    let swapped = DenseMatrix(rows: 2, columns: 2, values: [0, 2, 4, 1])
    #expect(same(try LinearSystem.solve(swapped, [8, 5]), [1.5, 2]))
    let singular = DenseMatrix(rows: 2, columns: 2, values: [1, 2, 2, 4])
    #expect(throws: StatisticsError.self) { try LinearSystem.solve(singular, [1, 1]) }
    #expect(throws: StatisticsError.self) { try LinearSystem.inverse(DenseMatrix(rows: 2, columns: 1)) }
    #expect(throws: StatisticsError.self) { try LinearSystem.solve(matrix, [1]) }
  }

  @Test func eigenvaluesOfTheSecondDifference() throws {
    let (values, vectors) = try LinearSystem.symmetricEigen(matrix)
    let root = 2.0.squareRoot()
    #expect(same(values, [2 - root, 2, 2 + root]))
    for column in 0..<3 {
      let vector = (0..<3).map { vectors[$0, column] }
      #expect(same(matrix.times(vector), vector.map { $0 * values[column] }))
    }
  }

  @Test func leastSquaresOfALine() throws {
    // y = 1 + 2x with residuals 1, -1, -1, 1 at x = 0, 1, 2, 3, which are orthogonal to the design.
    var augmented: [Double] = [1, 1, 1, 1, 0, 1, 2, 3, 2, 2, 4, 8]
    let fit = try LeastSquares(augmented: &augmented, rows: 4, names: ["one", "x"])
    #expect(same(fit.coefficients, [1, 2]))
    #expect(abs(fit.residualSumOfSquares - 4) < 1e-13 && fit.degreesOfFreedom == 2)
    #expect(same(fit.unscaledCovariance.values, [0.7, -0.3, -0.3, 0.2]))
  }

  @Test func aColumnThatFollowsFromOthersIsNamed() {
    var augmented: [Double] = [1, 1, 1, 1, 0, 1, 2, 3, 1, 3, 5, 7, 0, 1, 0, 1]
    #expect {
      try LeastSquares(augmented: &augmented, rows: 4, names: ["one", "x", "twice"])
    } throws: {
      Message.text($0).contains("\"twice\"")
    }
  }

  @Test func theLibraryIsFoundAndItsAbsenceExplained() throws {
    #expect(try LinearAlgebraCheck.library().contains("liblapack"))
    let text = Message.text(StatisticsError.libraryMissing)
    #expect(text.contains("liblapack.so.3") && text.contains("apt-get install --no-install-recommends liblapack3"))
  }
}
