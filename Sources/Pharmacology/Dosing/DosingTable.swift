import Diagnostics
package import Files

/// A table of doses and observations in the columns that NONMEM introduced, read and checked against a model.
///
/// Records of one subject stand together, sorted by time; at equal times they are carried out in the order of the table.
package struct DosingTable: Sendable {
  package struct Subject: Sendable {
    /// As the table writes it; empty without an ID column.
    package var id: String
    package var records: [DosingRecord]
  }

  /// A column that sets a parameter or input of the model.
  package struct Covariate: Sendable, Hashable {
    /// The model's name.
    package var name: String
    package var column: Int
  }

  package let source: CSVTable
  package let columns: DosingColumns
  package let subjects: [Subject]

  package var covariates: [Covariate] { columns.covariates }
  package var hasSubjects: Bool { columns.id != nil }

  /// Reads a table.
  ///
  /// - Throws: `InputError` with the row and column of the first thing that is wrong.
  /// - Complexity: O(cells).
  package init(_ source: CSVTable, model: DosingModel, options: DosingOptions = DosingOptions()) throws {
    self.source = source
    columns = try DosingColumns(source, model: model, options: options)
    let reader = DosingRecordReader(source: source, columns: columns, model: model, options: options)
    subjects = try reader.subjects()
  }

  package var hasObservations: Bool { subjects.contains { $0.records.contains { $0.kind == .observation } } }

  /// An error about a record, at one of its fields (the first where there is no such column).
  func error(_ problem: String, _ record: DosingRecord, column: Int?, hint: String? = nil) -> InputError {
    source.error(problem, row: record.row, column: column ?? 0, hint: hint)
  }
}
