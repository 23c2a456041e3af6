/// Finds places of a text in the order in which they come, each from the one before: a long line with many values is
/// gone through once.
final class ColumnCursor {
  private let lines: [Substring]
  /// The last place found: its line (one-based), its column in Unicode scalars and in characters.
  private var line = 0
  private var scalars = 0
  private var characters = 0
  private var index = Substring("").startIndex

  init(_ lines: [Substring]) { self.lines = lines }

  /// What follows a place in its line, and the place's column in characters, one-based.
  ///
  /// - Parameters:
  ///   - line: one-based.
  ///   - scalars: how many Unicode scalars stand before the place in its line.
  /// - Returns: nil where there is no such line; the end of the line when it is shorter.
  func find(line: Int, scalars: Int) -> (rest: Substring, column: Int)? {
    guard lines.indices.contains(line - 1) else { return nil }
    let text = lines[line - 1]
    if line != self.line || scalars < self.scalars {
      self.line = line
      self.scalars = 0
      characters = 0
      index = text.startIndex
    }
    let view = text.unicodeScalars
    let target = view.index(index, offsetBy: max(0, scalars - self.scalars), limitedBy: view.endIndex) ?? view.endIndex
    characters += String(view[index..<target]).count
    self.scalars = max(0, scalars)
    index = target
    return (text[target...], characters + 1)
  }
}
