package import Diagnostics

/// A table of numbers read from comma-separated values: names in the first line, then numbers, every row as long as
/// the first line.
///
/// Numbers are read to the last bit; `nan`, `inf` and `infinity` are numbers. Spaces around fields, quotes around whole
/// fields, line ends of either kind and empty lines at the end are taken. The file is read in pieces, so that only the
/// numbers are held in memory.
package struct NumberTable: Sendable {
  package enum Header: Sendable {
    case required
    /// A first line of numbers is the first row.
    case optional
  }

  package let path: String
  /// Empty when the table has none.
  package let names: [String]
  package let columnCount: Int
  /// At least 1.
  package let rowCount: Int
  /// `values[row * columnCount + column]`.
  package let values: [Double]
  private let firstLine: String
  /// Where each name starts in the first line, in characters.
  private let places: [Int]

  /// - Throws: `FileError` for a file that cannot be read, `InputError` with line and column for one that is no such
  ///   table.
  /// - Complexity: O(bytes), about 10 ns a byte.
  package init(path: String, header: Header = .required) throws {
    var parser = NumberTableParser(path: path, header: header)
    let lines = try LineReader(path: path)
    try lines.read { try parser.take($0, size: lines.byteCount) }
    guard parser.columnCount > 0 else { throw FileError.empty(path: path) }
    guard parser.rowCount > 0 else {
      throw InputError("\"\(path)\" has no rows", hint: "it has nothing but a first line of names")
    }
    self.path = path
    names = parser.names
    columnCount = parser.columnCount
    rowCount = parser.rowCount
    values = parser.values
    firstLine = parser.firstLine
    places = parser.places
  }

  /// An error about a column, at its name.
  package func error(_ problem: String, column: Int, hint: String? = nil) -> InputError {
    guard names.indices.contains(column) else { return InputError(problem, hint: hint) }
    return NumberTable.error(
      problem, in: firstLine, of: path, line: 1, column: places[column], length: names[column].count, hint: hint)
  }

  static func error(
    _ problem: String, in text: String, of path: String, line: Int, column: Int, length: Int = 1, hint: String? = nil
  ) -> InputError {
    var explanation = Explanation(
      problem, at: SourcePlace(file: path, line: line, column: column, length: max(1, length)), hint: hint)
    explanation.excerpt = text
    return InputError(explanation)
  }
}
