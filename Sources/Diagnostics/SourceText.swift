/// A place in a named text: one-based line and column (in characters), and how many characters it spans.
package struct SourcePlace: Hashable, Sendable {
  package var file: String
  package var line: Int
  package var column: Int
  package var length: Int

  package init(file: String, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = length
  }
}

/// A text with its name, kept so that a message can quote the line it speaks of.
///
/// Lines end at a line feed, a carriage return or both; they are cut only when a message asks for one.
package struct SourceText: Sendable {
  package let name: String
  package let text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// The lines without their ends. A text that ends with a line end has an empty last line.
  ///
  /// - Complexity: O(length of the text), on every call.
  package var lines: [Substring] {
    var lines: [Substring] = []
    let bytes = text.utf8
    var start = bytes.startIndex
    var index = start
    while index < bytes.endIndex {
      let byte = bytes[index]
      var next = bytes.index(after: index)
      if byte == 0x0A || byte == 0x0D {
        lines.append(text[start..<index])
        if byte == 0x0D, next < bytes.endIndex, bytes[next] == 0x0A { next = bytes.index(after: next) }
        start = next
      }
      index = next
    }
    lines.append(text[start..<bytes.endIndex])
    return lines
  }

  /// The line (one-based), or nil past the end.
  ///
  /// - Complexity: O(length of the text).
  package func line(_ number: Int) -> String? {
    let lines = lines
    return lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
  }

  /// A place in this text.
  package func place(line: Int, column: Int, length: Int = 1) -> SourcePlace {
    SourcePlace(file: name, line: line, column: column, length: length)
  }
}
