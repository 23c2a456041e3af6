/// Writes a report table as aligned text that fits a width, in blocks where it must.
package struct ConsoleTable {
  package var table: ReportTable
  /// Columns of the terminal.
  package var width: Int

  package init(_ table: ReportTable, width: Int) {
    self.table = table
    self.width = width
  }

  /// The text, without spaces at the ends of lines, with a final newline.
  package func text() -> String {
    let all = table.blocks(width: width).flatMap { block in self.lines(of: block) }
    return all.map(Self.trimmed).joined(separator: "\n") + "\n"
  }

  private func lines(of block: ReportTable) -> [String] {
    var heading = Self.padded("", to: block.labelWidth)
    var titles = Self.padded(block.labelTitle, to: block.labelWidth)
    var rows = block.labels.map { Self.padded($0, to: block.labelWidth) }
    for group in block.groups {
      let space = block.groupWidth(group)
      heading +=
        Self.spaces(ReportTable.gap) + Self.padded(block.columns[group.lowerBound].group, to: space - ReportTable.gap)
      let filling = space - group.map { block.columnWidth($0) + ReportTable.gap }.reduce(0, +)
      for index in group {
        let column = block.columns[index]
        let width = block.columnWidth(index) + (index == group.upperBound - 1 ? filling : 0)
        titles += Self.spaces(ReportTable.gap) + Self.padded(column.title, to: width)
        for row in rows.indices {
          rows[row] += Self.spaces(ReportTable.gap) + Self.padded(column.cells[row], to: width)
        }
      }
    }
    let rule = String(repeating: "─", count: min(width, max(titles.count, heading.count)))
    let hasGroups = block.columns.contains { !$0.group.isEmpty }
    let notes = block.notes.flatMap { Self.wrapped($0, width: width, indentation: 2) }
    return [block.title] + (hasGroups ? [heading] : []) + [titles, rule] + rows + notes
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func padded(_ text: String, to width: Int) -> String { text + spaces(max(0, width - text.count)) }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// `text` in lines of at most `width` characters, broken at spaces; continuation lines are indented.
  package static func wrapped(_ text: String, width: Int, indentation: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = spaces(indentation) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
