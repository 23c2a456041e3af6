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
package struct SourceText: Sendable {
  package let name: String
  package let text: String
  package let lines: [Substring]

  package init(name: String, text: String) {
    self.name = name
    self.text = text
    self.lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The line (one-based), or nil past the end.
  package func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
  }

  /// A place in this text.
  package func place(line: Int, column: Int, length: Int = 1) -> SourcePlace {
    SourcePlace(file: name, line: line, column: column, length: length)
  }
}
