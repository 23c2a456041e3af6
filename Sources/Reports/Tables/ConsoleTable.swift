/// Writes a report table as aligned text that fits a width, in blocks of whole column groups where it must.
package struct ConsoleTable {
  package var table: ReportTable
  /// Columns of the terminal.
  package var width: Int

  package init(_ table: ReportTable, width: Int) {
    self.table = table
    self.width = width
  }

  /// The text, each line without spaces at its end, with a final newline.
  ///
  /// A group that is wider than the terminal by itself is split between its columns; a single column never is.
  package func text() -> String {
    var lines = [table.title]
    for block in blocks() {
      if lines.count > 1 { lines.append("") }
      lines += self.lines(of: block)
    }
    lines += table.notes.flatMap { Self.wrapped($0, width: width, indentation: 2) }
    return lines.map(Self.trimmed).joined(separator: "\n") + "\n"
  }

  private static let gap = 2

  private var labelWidth: Int { ([table.labelTitle] + table.labels).map(Self.length).max() ?? 0 }

  private func columnWidth(_ index: Int) -> Int {
    let column = table.columns[index]
    return ([column.title] + column.cells).map(Self.length).max() ?? 0
  }

  /// The width that a group takes in one block, its heading included.
  private func groupWidth(_ group: Range<Int>) -> Int {
    let cells = group.map { columnWidth($0) + Self.gap }.reduce(0, +)
    return max(cells, Self.length(table.columns[group.lowerBound].group) + Self.gap)
  }

  /// Column ranges, each within one group, packed into lines that fit.
  private func blocks() -> [[Range<Int>]] {
    let space = max(width - labelWidth, 1)
    let pieces = table.groups.flatMap { group -> [Range<Int>] in
      groupWidth(group) <= space ? [group] : pieces(of: group, space: space)
    }
    var blocks: [[Range<Int>]] = []
    var used = 0
    for piece in pieces {
      let needed = groupWidth(piece)
      if blocks.isEmpty || used + needed > space {
        blocks.append([piece])
        used = needed
      } else {
        blocks[blocks.count - 1].append(piece)
        used += needed
      }
    }
    return blocks
  }

  private func pieces(of group: Range<Int>, space: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    for index in group {
      if let last = pieces.last, groupWidth(last.lowerBound..<(index + 1)) <= space {
        pieces[pieces.count - 1] = last.lowerBound..<(index + 1)
      } else {
        pieces.append(index..<(index + 1))
      }
    }
    return pieces
  }

  private func lines(of block: [Range<Int>]) -> [String] {
    var heading = Self.padded("", to: labelWidth)
    var titles = Self.padded(table.labelTitle, to: labelWidth)
    var rows = table.labels.map { Self.padded($0, to: labelWidth) }
    for group in block {
      let space = groupWidth(group)
      heading += String(repeating: " ", count: Self.gap)
      heading += Self.padded(table.columns[group.lowerBound].group, to: space - Self.gap)
      let cells = group.map { columnWidth($0) + Self.gap }.reduce(0, +)
      for index in group {
        let column = table.columns[index]
        let filling = index == group.upperBound - 1 ? space - cells : 0
        titles += cell(column.title, width: columnWidth(index), filling: filling)
        for row in rows.indices { rows[row] += cell(column.cells[row], width: columnWidth(index), filling: filling) }
      }
    }
    let rule = String(repeating: "─", count: min(width, max(Self.length(titles), Self.length(heading))))
    let hasGroups = block.contains { !table.columns[$0.lowerBound].group.isEmpty }
    return (hasGroups ? [heading] : []) + [titles, rule] + rows
  }

  private func cell(_ text: String, width: Int, filling: Int) -> String {
    String(repeating: " ", count: Self.gap) + Self.padded(text, to: width) + String(repeating: " ", count: filling)
  }

  private static func length(_ text: String) -> Int { text.count }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - length(text)))
  }

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
      if !line.isEmpty, length(line) + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: indentation) + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
