import Diagnostics

/// Finds the two lines of a key that a block mapping has twice; the parser itself tells only that it happened.
struct RepeatedKey {
  var key: String
  var first: SourcePlace?
  var second: SourcePlace

  /// - Parameter keys: the keys reported as repeated.
  static func find(_ keys: [String], in source: SourceText) -> RepeatedKey {
    var open: [(indent: Int, seen: [String: SourcePlace])] = []
    for (index, line) in source.lines.enumerated() {
      var rest = line[...]
      var column = 0
      while true {
        let spaces = rest.prefix { $0 == " " }.count
        column += spaces
        rest = rest.dropFirst(spaces)
        guard rest.hasPrefix("- ") else { break }
        // A list element starts a mapping of its own.
        while let last = open.last, last.indent > column { open.removeLast() }
        column += 2
        rest = rest.dropFirst(2)
      }
      guard let key = key(of: rest), !rest.hasPrefix("#") else { continue }
      let startsElement = line.prefix(column).contains("-")
      while let last = open.last, last.indent > column || (startsElement && last.indent == column) {
        open.removeLast()
      }
      if open.last?.indent != column { open.append((column, [:])) }
      let place = source.place(line: index + 1, column: column + 1, length: key.count)
      if let first = open[open.count - 1].seen[key], keys.contains(key) {
        return RepeatedKey(key: key, first: first, second: place)
      }
      open[open.count - 1].seen[key] = place
    }
    return inFlow(keys, source)
  }

  /// The key that starts a line, `title` of `title: x` or `"title": x`.
  private static func key(of text: Substring) -> String? {
    guard
      let colon = text.indices.first(where: { index in
        text[index] == ":" && (text.index(after: index) == text.endIndex || text[text.index(after: index)] == " ")
      })
    else { return nil }
    let key = text[..<colon].trimmingSuffix { $0 == " " }
    let bare = key.count > 1 && (key.first == "\"" || key.first == "'") ? key.dropFirst().dropLast() : key
    return bare.isEmpty || bare.contains("{") ? nil : String(bare)
  }

  /// A key repeated inside braces: its second appearance on one line.
  private static func inFlow(_ keys: [String], _ source: SourceText) -> RepeatedKey {
    let key = keys.first ?? ""
    for (index, line) in source.lines.enumerated() {
      let parts = line.split(whereSeparator: { "{,".contains($0) })
      let matching = parts.filter { part in
        let trimmed = part.drop { $0 == " " }
        return trimmed.hasPrefix(key + ":")
      }
      if matching.count > 1 {
        let part = matching[1].drop { $0 == " " }
        let column = line.distance(from: line.startIndex, to: part.startIndex) + 1
        return RepeatedKey(
          key: key, first: nil, second: source.place(line: index + 1, column: column, length: key.count))
      }
    }
    return RepeatedKey(key: key, first: nil, second: source.place(line: 1, column: 1))
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var result = self
    while let last = result.last, predicate(last) { result.removeLast() }
    return result
  }
}
