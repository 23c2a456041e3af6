import Diagnostics

/// Takes the lines of a table of numbers one after another.
struct NumberTableParser {
  private let path: String
  private let header: NumberTable.Header
  private(set) var names: [String] = []
  private(set) var places: [Int] = []
  private(set) var firstLine = ""
  private(set) var columnCount = 0
  private(set) var rowCount = 0
  private(set) var values: [Double] = []
  private var line = 0
  /// The first of the empty lines seen last: nothing may follow them.
  private var emptyLine: Int?
  private var hasReserved = false

  private typealias Bytes = UnsafeBufferPointer<UInt8>
  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")

  init(path: String, header: NumberTable.Header) {
    self.path = path
    self.header = header
  }

  /// - Parameters:
  ///   - bytes: a line without its end.
  ///   - size: of the file, a hint for how many numbers will come.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, size: Int) throws {
    line += 1
    guard bytes.contains(where: { !Self.isSpace($0) }) else {
      emptyLine = emptyLine ?? line
      return
    }
    if let emptyLine { throw NumberTable.error("this line is empty", in: "", of: path, line: emptyLine, column: 1) }
    if columnCount == 0, try takeNames(bytes) { return }
    try takeRow(bytes)
    reserve(bytes.count, of: size)
  }

  /// - Returns: whether the first line holds names.
  private mutating func takeNames(_ bytes: Bytes) throws -> Bool {
    guard !bytes.contains(0) else { throw FileError.binary(path: path) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw FileError.notUTF8(path: path, line: 1) }
    firstLine = text
    // Some programs mark the line of names as a comment.
    let skipped = text.hasPrefix("#") ? 1 : 0
    let fields = fields(Bytes(rebasing: bytes[skipped...]))
    if header == .optional, fields.allSatisfy({ number($0.text) != nil }) { return false }
    var seen: Set<String> = []
    for field in fields {
      let (name, place) = (field.text, skipped + field.column)
      func error(_ problem: String, hint: String? = nil) -> InputError {
        NumberTable.error(problem, in: text, of: path, line: 1, column: place, length: name.count, hint: hint)
      }
      if name.isEmpty { throw error("column \(names.count + 1) has no name") }
      guard seen.insert(name).inserted else { throw error("column \"\(name)\" appears twice") }
      names.append(name)
      places.append(place)
    }
    if header == .required, names.allSatisfy({ number($0) != nil }) {
      throw NumberTable.error(
        "the first line has numbers and no names", in: text, of: path, line: 1, column: 1,
        hint: "the first line must name the columns")
    }
    columnCount = names.count
    return true
  }

  private mutating func takeRow(_ bytes: Bytes) throws {
    var index = 0
    var count = 0
    while true {
      index = Self.skipSpaces(bytes, from: index)
      if let (value, end) = DecimalNumber.scan(bytes, from: index) {
        let next = Self.skipSpaces(bytes, from: end)
        if next == bytes.count || bytes[next] == Self.comma {
          values.append(value)
          index = next
        } else {
          index = try takeOddField(bytes, from: index)
        }
      } else {
        index = try takeOddField(bytes, from: index)
      }
      count += 1
      guard index < bytes.count else { break }
      if columnCount > 0, count == columnCount { throw lengthError(bytes) }
      index += 1
    }
    if columnCount == 0 { columnCount = count }
    guard count == columnCount else { throw lengthError(bytes) }
    rowCount += 1
  }

  /// A field that is not just digits: quoted, not a number in the mathematical sense, or wrong.
  ///
  /// - Returns: where the field ends.
  private mutating func takeOddField(_ bytes: Bytes, from start: Int) throws -> Int {
    let end = Self.endOfField(bytes, from: start)
    let text = Self.content(bytes, start..<end)
    guard let value = number(text) else {
      let column = Self.characters(bytes, 0..<start) + 1
      let field = names.indices.contains(valuesInRow) ? " in column \"\(names[valuesInRow])\"" : ""
      let problem = text.isEmpty ? "there is no number\(field)" : "\"\(text)\"\(field) is not a number"
      throw NumberTable.error(
        problem, in: String(decoding: bytes, as: UTF8.self), of: path, line: line, column: column,
        length: text.count, hint: Self.hint(text))
    }
    values.append(value)
    return end
  }

  private var valuesInRow: Int { values.count - rowCount * columnCount }

  private static func hint(_ text: String) -> String? {
    if text.isEmpty || ["na", "n/a", "null", "none"].contains(text.lowercased()) {
      return "write nan where there is no number: such a row fails, the others run"
    }
    return text.contains(";") || text.contains("\t") ? "fields are separated by commas" : nil
  }

  private func lengthError(_ bytes: Bytes) -> InputError {
    let fields = fields(bytes)
    let place = fields[min(columnCount, fields.count - 1)]
    return NumberTable.error(
      "this row has \(fields.count) fields, the first line has \(columnCount)",
      in: String(decoding: bytes, as: UTF8.self), of: path, line: line, column: place.column,
      length: place.text.count)
  }

  /// The number that a whole field is, if it is one.
  private func number(_ text: String) -> Double? {
    var copy = text
    return copy.withUTF8 { bytes -> Double? in
      guard let (value, end) = DecimalNumber.scan(bytes, from: 0), end == bytes.count else { return nil }
      return value
    } ?? DecimalNumber.special(text)
  }

  /// The fields of a line as texts, and where each starts, in characters.
  private func fields(_ bytes: Bytes) -> [(text: String, column: Int)] {
    var fields: [(String, Int)] = []
    var (index, counted, column) = (0, 0, 1)
    while true {
      index = Self.skipSpaces(bytes, from: index)
      column += Self.characters(bytes, counted..<index)
      counted = index
      let end = Self.endOfField(bytes, from: index)
      fields.append((Self.content(bytes, index..<end), column))
      guard end < bytes.count else { return fields }
      index = end + 1
    }
  }

  /// The next comma that no quotes enclose, or the end.
  private static func endOfField(_ bytes: Bytes, from start: Int) -> Int {
    var index = start
    var isQuoted = false
    while index < bytes.count, isQuoted || bytes[index] != comma {
      if bytes[index] == quote { isQuoted.toggle() }
      index += 1
    }
    return index
  }

  /// A field's text without spaces around it and without its quotes.
  private static func content(_ bytes: Bytes, _ range: Range<Int>) -> String {
    var end = range.upperBound
    while end > range.lowerBound, isSpace(bytes[end - 1]) { end -= 1 }
    let isQuoted = end - range.lowerBound >= 2 && bytes[range.lowerBound] == quote && bytes[end - 1] == quote
    let inner = isQuoted ? range.lowerBound + 1..<end - 1 : range.lowerBound..<end
    return String(decoding: bytes[inner], as: UTF8.self)
  }

  private static func characters(_ bytes: Bytes, _ range: Range<Int>) -> Int {
    String(decoding: bytes[range], as: UTF8.self).count
  }

  private static func skipSpaces(_ bytes: Bytes, from start: Int) -> Int {
    var index = start
    while index < bytes.count, isSpace(bytes[index]) { index += 1 }
    return index
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// After some rows, makes room for about as many numbers as the file will have.
  private mutating func reserve(_ length: Int, of size: Int) {
    guard !hasReserved, rowCount == 16 else { return }
    hasReserved = true
    let perRow = max(1, length)
    values.reserveCapacity(min(size / perRow + size / perRow / 16 + 16, size) * columnCount)
  }
}
