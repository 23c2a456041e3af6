import Foundation
import TestSupport

/// Committed values of other tools, and the data they were computed from (`Tests/Fixtures/statistics`).
enum Oracle {
  static let folder = ProjectPaths.fixtures.appendingPathComponent("statistics")

  /// A value of a JSON file, found by names and positions.
  struct Value {
    let content: Any

    subscript(_ name: String) -> Value { Value(content: (content as? [String: Any])?[name] ?? NSNull()) }
    subscript(_ index: Int) -> Value { items[index] }
    var items: [Value] { (content as? [Any])?.map(Value.init) ?? [] }
    /// NaN where there is none.
    var number: Double { (content as? NSNumber)?.doubleValue ?? .nan }
    var numbers: [Double] { items.map(\.number) }
  }

  static func read(_ file: String) throws -> Value {
    Value(content: try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(file))))
  }

  /// The columns of a table of numbers; empty cells are NaN.
  static func table(_ file: String) throws -> [String: [Double]] {
    let lines = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n")
    let names = lines[0].split(separator: ",").map(String.init)
    var columns: [String: [Double]] = [:]
    for line in lines.dropFirst() {
      for (name, cell) in zip(names, line.split(separator: ",", omittingEmptySubsequences: false)) {
        columns[name, default: []].append(Double(cell) ?? .nan)
      }
    }
    return columns
  }

  /// The distance of two numbers relative to the second, or absolute where that is small.
  static func error(_ value: Double, _ expected: Double) -> Double {
    abs(value - expected) / max(abs(expected), 1e-3)
  }
}
