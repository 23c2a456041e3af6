import Diagnostics
import Foundation
import Populations
import Simulation

/// Studies whose patients are described by a few lines of YAML, and what is known about samples.
enum Drawing {
  /// - Parameter patients: the lines below `patients:`, without `count`.
  static func study(_ patients: String, seed: Int = 20_261_123) throws -> StudyProtocol {
    let lines = patients.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    return try ExampleStudy.study(
      """
      title: x
      duration: 1 week
      seed: \(seed)
      treatments: talk weekly
      patients:
        count: 10
      \(lines.joined(separator: "\n"))
      """)
  }

  /// The drawn values of covariates and parameters, by name.
  static func draw(_ patients: String, count: Int, seed: Int = 20_261_123) throws -> [String: [Double]] {
    columns(try study(patients, seed: seed).draw(0..<count))
  }

  static func columns(_ drawn: DrawnPatients) -> [String: [Double]] {
    var columns: [String: [Double]] = [:]
    for (index, column) in drawn.covariates.columns.enumerated() {
      columns[column.name] = drawn.covariates.values(column: index)
    }
    for (index, name) in drawn.parameters.names.enumerated() {
      columns[name] = (0..<drawn.count).map { drawn.parameters.values[$0 * drawn.parameters.names.count + index] }
    }
    return columns
  }

  /// The message of what is wrong, with its hint behind a bar.
  static func message(_ patients: String) -> String {
    do {
      _ = try study(patients)
      return "no error"
    } catch {
      guard let explanation = (error as? any ExplainedError)?.explanation else { return "\(error)" }
      return explanation.problem + (explanation.hint.map { " | \($0)" } ?? "")
    }
  }

  /// Kolmogorov and Smirnov's distance times the square root of the count; above 1.95 once in a thousand samples.
  static func kolmogorov(_ values: [Double], _ share: (Double) -> Double) -> Double {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var distance = 0.0
    for (index, value) in sorted.enumerated() {
      let expected = share(value)
      distance = max(distance, expected - Double(index) / n, Double(index + 1) / n - expected)
    }
    return distance * n.squareRoot()
  }

  /// The share of a standard normal variable below a value, by the C library.
  static func phi(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let (a, b) = (mean(x), mean(y))
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
    return products
      / (x.reduce(0) { $0 + ($1 - a) * ($1 - a) } * y.reduce(0) { $0 + ($1 - b) * ($1 - b) }).squareRoot()
  }
}
