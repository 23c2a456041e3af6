import Diagnostics

/// Finds anchors that aliases use (`&name` … `*name`) in a text, before the parser puts each alias's value in its place.
///
/// A few lines of aliases to aliases can stand for more values than there is time for: the parser compares keys value
/// by value. Such texts are refused anyway, so the scan need not know quotes or block texts: both marks with the same
/// name, each after a blank or bracket, are taken for what they look like. Lines of comments are passed over.
enum AnchorScan {
  /// The place of the first anchor whose name an alias uses.
  ///
  /// - Complexity: O(length of the text).
  static func usedAnchor(in source: SourceText) -> SourcePlace? {
    guard source.text.utf8.contains(UInt8(ascii: "&")), source.text.utf8.contains(UInt8(ascii: "*")) else { return nil }
    var anchors: [(name: Substring, line: Int, start: Substring.Index)] = []
    var aliases: Set<Substring> = []
    let lines = source.lines
    for (number, line) in lines.enumerated() where line.first(where: { !$0.isWhitespace }) != "#" {
      var previous: Character = " "
      for index in line.indices {
        let character = line[index]
        defer { previous = character }
        guard character == "&" || character == "*", previous.isWhitespace || "[{,".contains(previous) else { continue }
        let name = line[line.index(after: index)...].prefix { !$0.isWhitespace && !"[]{},".contains($0) }
        guard !name.isEmpty else { continue }
        if character == "*" { aliases.insert(name) } else { anchors.append((name, number, index)) }
      }
    }
    guard let used = anchors.first(where: { aliases.contains($0.name) }) else { return nil }
    let column = lines[used.line][..<used.start].count + 1
    return source.place(line: used.line + 1, column: column, length: used.name.count + 1)
  }
}
