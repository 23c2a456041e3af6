import Files

/// A table of analysis data in the manner of CDISC's ADaM: variables with labels, rows of cells.
package struct AnalysisTable: Sendable, Hashable {
  package enum Cell: Sendable, Hashable {
    case text(String)
    case integer(Int)
    /// NaN is an empty cell.
    case number(Double)
    case missing
  }

  package struct Variable: Sendable, Hashable {
    package enum Kind: String, Sendable { case text, integer, float }
    /// At most eight capital letters and digits.
    package var name: String
    /// At most 40 characters.
    package var label: String
    package var kind: Kind

    package init(_ name: String, _ label: String, _ kind: Kind = .text) {
      self.name = name
      self.label = label
      self.kind = kind
    }
  }

  /// `ADSL`
  package let name: String
  package let title: String
  /// `one record per subject`
  package let structure: String
  /// Of ADaM: `BASIC DATA STRUCTURE`.
  package let dataClass: String
  /// The names of variables that identify a row.
  package let keys: [String]
  package let variables: [Variable]
  package private(set) var rows: [[Cell]] = []

  init(
    name: String, title: String, structure: String, dataClass: String, keys: [String], variables: [Variable]
  ) {
    self.name = name
    self.title = title
    self.structure = structure
    self.dataClass = dataClass
    self.keys = keys
    self.variables = variables + [Variable("SIMFL", "Simulated Record Flag")]
  }

  /// Adds a row of all variables but the last, which says that it is simulated.
  mutating func add(_ cells: [Cell]) {
    precondition(cells.count == variables.count - 1, "a row of another table")
    rows.append(cells + [.text("Y")])
  }

  /// `adsl.csv`
  package var fileName: String { name.lowercased() + ".csv" }

  /// Comma-separated, with a header.
  package var text: String {
    var text = variables.map(\.name).joined(separator: ",") + "\n"
    for row in rows { text += row.map(Self.text).joined(separator: ",") + "\n" }
    return text
  }

  static func text(_ cell: Cell) -> String {
    switch cell {
    case .text(let value): CSVText.field(value)
    case .integer(let value): String(value)
    case .number(let value): CSVText.number(value)
    case .missing: ""
    }
  }
}
