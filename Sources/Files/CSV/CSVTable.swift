package import Diagnostics

/// A table read from comma-separated values, strictly: a header with unique names, every row as long as the header,
/// quotes closed and only around whole fields. Lines end in LF or CRLF; blank lines are not allowed inside.
package struct CSVTable: Sendable {
  package let header: [String]
  package let rows: [[String]]
  /// The line of the file on which each row starts.
  package let lines: [Int]
  private let source: SourceText

  /// - Throws: `InputError` with line and column.
  /// - Complexity: O(bytes).
  package init(_ source: SourceText) throws {
    self.source = source
    var parser = CSVParser(source: source)
    var rows: [[String]] = []
    var lines: [Int] = []
    while let record = try parser.next() {
      rows.append(record.fields)
      lines.append(record.line)
    }
    guard let header = rows.first else { throw InputError("\"\(source.name)\" is empty") }
    var seen: Set<String> = []
    for (index, name) in header.enumerated() where name.isEmpty || !seen.insert(name).inserted {
      let place = CSVTable.place(in: source, record: 0, field: index)
      if name.isEmpty { throw InputError("column \(index + 1) has no name", at: place, in: source) }
      throw InputError("column \"\(name)\" appears twice", at: place, in: source)
    }
    for (record, row) in rows.enumerated() where row.count != header.count {
      // The first field too many, or the last there is.
      let field = min(header.count, row.count - 1)
      throw InputError(
        "this row has \(row.count) fields, the header has \(header.count)",
        at: CSVTable.place(in: source, record: record, field: field), in: source)
    }
    self.header = header
    self.rows = Array(rows.dropFirst())
    self.lines = Array(lines.dropFirst())
  }

  /// The index of a column.
  package func column(_ name: String) throws -> Int {
    guard let index = header.firstIndex(of: name) else {
      throw InputError(
        "there is no column \"\(name)\"", at: source.place(line: 1, column: 1), in: source,
        hint: NearestName.hint(name, among: header))
    }
    return index
  }

  /// A field as a finite number.
  package func number(row: Int, column: Int) throws -> Double {
    let text = rows[row][column]
    guard let value = Double(text), value.isFinite else {
      throw InputError(
        "\"\(text)\" in column \"\(header[column])\" is not a number",
        at: place(row: row, column: column), in: source)
    }
    return value
  }

  /// Where a field is written.
  ///
  /// - Complexity: O(bytes): for messages.
  package func place(row: Int, column: Int) -> SourcePlace {
    CSVTable.place(in: source, record: row + 1, field: column)
  }

  /// Where a column's name is written.
  package func place(header column: Int) -> SourcePlace { CSVTable.place(in: source, record: 0, field: column) }

  /// An error about a field.
  package func error(_ problem: String, row: Int, column: Int, hint: String? = nil) -> InputError {
    InputError(problem, at: place(row: row, column: column), in: source, hint: hint)
  }

  /// An error about a column.
  package func error(_ problem: String, header column: Int, hint: String? = nil) -> InputError {
    InputError(problem, at: place(header: column), in: source, hint: hint)
  }

  /// Reads the text again, up to the field.
  private static func place(in source: SourceText, record: Int, field: Int) -> SourcePlace {
    var parser = CSVParser(source: source, isPlacing: true)
    var found: CSVParser.Record?
    for _ in 0...record { found = try? parser.next() }
    guard let found, found.places.indices.contains(field) else { return source.place(line: 1, column: 1) }
    let (line, column) = parser.lineAndColumn(found.places[field])
    let text = found.fields[field]
    let width = text.contains(where: \.isNewline) ? 1 : text.count
    return source.place(line: line, column: column, length: max(1, width))
  }
}

/// One pass over the bytes of a table.
private struct CSVParser {
  struct Record {
    var fields: [String]
    var line: Int
    /// Where each field starts.
    var places: [Position] = []
  }

  /// A byte and the line that it is in; its column is counted only when a message asks for it.
  struct Position {
    var line: Int
    var lineStart: Int
    var index: Int
  }

  let source: SourceText
  private let bytes: [UInt8]
  /// Whether records carry their fields' places.
  private let isPlacing: Bool
  private var index = 0
  private var line = 1
  private var lineStart = 0

  init(source: SourceText, isPlacing: Bool = false) {
    self.source = source
    self.isPlacing = isPlacing
    bytes = Array(source.text.utf8)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  mutating func next() throws -> Record? {
    guard index < bytes.count else { return nil }
    var record = Record(fields: [], line: line)
    while true {
      if isPlacing { record.places.append(position) }
      record.fields.append(try field())
      guard index < bytes.count else { return record }
      if bytes[index] == Self.comma {
        index += 1
        continue
      }
      if bytes[index] == Self.carriageReturn { index += 1 }
      guard index < bytes.count, bytes[index] == Self.newline else {
        throw error("a carriage return without a line feed")
      }
      endLine()
      return record
    }
  }

  private mutating func field() throws -> String {
    if index < bytes.count, bytes[index] == Self.quote { return try quotedField() }
    let start = index
    while index < bytes.count, ![Self.comma, Self.newline, Self.carriageReturn].contains(bytes[index]) {
      if bytes[index] == Self.quote { throw error("a quote inside a field that does not start with one") }
      index += 1
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func quotedField() throws -> String {
    let opening = position
    index += 1
    var content: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Self.quote {
        index += 1
        guard index < bytes.count, bytes[index] == Self.quote else {
          if index < bytes.count, ![Self.comma, Self.newline, Self.carriageReturn].contains(bytes[index]) {
            throw error("text after a closing quote")
          }
          return String(decoding: content, as: UTF8.self)
        }
      }
      content.append(byte)
      if byte == Self.newline { endLine() } else { index += 1 }
    }
    throw error("this quote is never closed", at: opening)
  }

  private mutating func endLine() {
    index += 1
    line += 1
    lineStart = index
  }

  private var position: Position { Position(line: line, lineStart: lineStart, index: index) }

  /// The column is counted in characters.
  ///
  /// - Complexity: O(length of the line).
  func lineAndColumn(_ position: Position) -> (line: Int, column: Int) {
    (position.line, String(decoding: bytes[position.lineStart..<position.index], as: UTF8.self).count + 1)
  }

  private func error(_ problem: String, at position: Position? = nil) -> InputError {
    let (line, column) = lineAndColumn(position ?? self.position)
    return InputError(problem, at: source.place(line: line, column: column), in: source)
  }
}
