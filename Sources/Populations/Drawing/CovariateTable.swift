/// What was drawn of some patients beside the model's parameters: age, sex, a genotype.
package struct CovariateTable: Sendable, Hashable {
  /// One covariate.
  package struct Column: Sendable, Hashable {
    package var name: String
    /// Of its numbers; empty: dimensionless, or a category.
    package var unit: String
    /// Of a category: the label of each of its numbers, in the order of the protocol. Empty: the numbers stand for
    /// themselves.
    package var levels: [Level]

    package init(name: String, unit: String = "", levels: [Level] = []) {
      self.name = name
      self.unit = unit
      self.levels = levels
    }

    /// Whether files show labels instead of numbers.
    package var isCategory: Bool { !levels.isEmpty }

    /// The label of a category's number; nil for anything else.
    package func label(of value: Double) -> String? { levels.first { $0.value == value }?.label }
  }

  /// A label of a category and the number that formulas see for it.
  package struct Level: Sendable, Hashable {
    package var label: String
    package var value: Double

    package init(label: String, value: Double) {
      self.label = label
      self.value = value
    }
  }

  package var columns: [Column]
  package var patientCount: Int
  /// Row-major: `values[row * columns.count + column]`.
  package var values: [Double]

  package init(columns: [Column] = [], patientCount: Int, values: [Double] = []) {
    precondition(values.count == columns.count * patientCount)
    self.columns = columns
    self.patientCount = patientCount
    self.values = values
  }

  package func value(row: Int, column: Int) -> Double { values[row * columns.count + column] }

  /// All patients' values of one column.
  package func values(column: Int) -> [Double] { (0..<patientCount).map { value(row: $0, column: column) } }
}
