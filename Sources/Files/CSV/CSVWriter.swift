/// Writes a table as comma-separated values (RFC 4180) with LF line ends, row by row, atomically.
///
/// Numbers are the shortest text that reads back to the same bits; a number that is not one (NaN) is an empty field,
/// and the caller says why in a status column of its own.
package final class CSVWriter {
  private let file: AtomicFile
  private let columnCount: Int
  private var line: [UInt8] = []
  private var fieldCount = 0

  /// Opens the table and writes its header.
  package init(path: String, columns: [String]) throws {
    file = try AtomicFile(path: path)
    columnCount = columns.count
    for column in columns { add(column) }
    try endRow()
  }

  package func add(_ text: String) {
    separate()
    line.append(contentsOf: CSVText.field(text).utf8)
  }

  package func add(_ number: Double) {
    separate()
    line.append(contentsOf: CSVText.number(number).utf8)
  }

  package func add(_ number: Int) {
    separate()
    line.append(contentsOf: String(number).utf8)
  }

  /// An empty field.
  package func addEmpty() { separate() }

  /// Ends the row; the number of fields must be the header's.
  package func endRow() throws {
    precondition(fieldCount == columnCount, "a row of \(fieldCount) fields under \(columnCount) columns")
    line.append(UInt8(ascii: "\n"))
    try file.write(line)
    line.removeAll(keepingCapacity: true)
    fieldCount = 0
  }

  /// Forces the table to disk under its temporary name; see `AtomicFile.finish`.
  package func finish() throws { try file.finish() }

  /// Gives the table its name; without it nothing is left behind.
  package func commit() throws { try file.commit() }

  private func separate() {
    if fieldCount > 0 { line.append(UInt8(ascii: ",")) }
    fieldCount += 1
  }
}

/// The text of single fields.
package enum CSVText {
  /// A field, quoted when it holds a comma, a quote, a line break or outer spaces.
  package static func field(_ text: String) -> String {
    let special = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    guard special || text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// The shortest text that reads back to the same bits: `1`, `0.1`, `5e-324`, `inf`; empty for NaN.
  package static func number(_ number: Double) -> String {
    if number.isNaN { return "" }
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
