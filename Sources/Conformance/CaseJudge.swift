import Diagnostics
import Files

/// Judges a case's table by the suite's rule: a value agrees with the expected one within
/// `absolute + relative · |expected|`; what is no number or infinite must be so exactly.
package struct CaseJudge: Sendable {
  private struct Table {
    var columns: [String]
    var rows: [[Double]]

    /// Tables of the suite may have blank lines and blanks around names and numbers.
    init(_ text: SourceText) throws(ConformanceError) {
      let lines = text.lines.map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
      }
      .filter { $0 != [""] }
      columns = lines.first ?? []
      rows = []
      for line in lines.dropFirst() {
        var row: [Double] = []
        for field in line {
          guard let number = Double(field) else { throw .unreadable(field, file: text.name) }
          row.append(number)
        }
        rows.append(row)
      }
    }

    private static func trimmed(_ text: Substring) -> String { CaseSettings.trimmed(text) }
  }

  private let settings: CaseSettings
  private let expected: Table

  /// - Throws: `FileError` or ``ConformanceError`` when the settings or the expected results cannot be read.
  package init(_ one: SuiteCase) throws {
    settings = try CaseSettings(path: one.settingsPath)
    expected = try Table(TextFile.read(one.resultsPath))
  }

  /// The first disagreement of a table with what is expected; nil when there is none.
  package func disagreement(of text: String, name: String = "results") throws -> String? {
    let found = try Table(SourceText(name: name, text: text))
    guard found.rows.count == expected.rows.count else {
      return "\(found.rows.count) rows, \(expected.rows.count) expected"
    }
    for variable in settings.variables {
      guard let column = found.columns.firstIndex(of: variable) else { return "no column \(variable)" }
      guard let wanted = expected.columns.firstIndex(of: variable) else { return "no expected column \(variable)" }
      for (row, expectation) in zip(found.rows, expected.rows) {
        guard row.indices.contains(column), expectation.indices.contains(wanted) else { return "a row is too short" }
        guard agrees(row[column], with: expectation[wanted]) else {
          return "\(variable) at time \(expectation[0]): \(row[column]) for \(expectation[wanted])"
        }
      }
    }
    return nil
  }

  private func agrees(_ value: Double, with expected: Double) -> Bool {
    if expected.isNaN { return value.isNaN }
    if expected.isInfinite { return value == expected }
    return abs(value - expected) <= settings.absolute + settings.relative * abs(expected)
  }
}
