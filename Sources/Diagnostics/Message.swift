/// Writes an explanation as text: `file:line:column: error: problem`, the quoted line with a caret, and the hint.
package enum Message {
  /// Characters of a quoted line that are shown, and of a problem or hint.
  private static let excerptLimit = 160
  private static let sentenceLimit = 600

  /// The whole message, without a final newline.
  package static func text(_ explanation: Explanation, severity: String = "error") -> String {
    var lines: [String] = []
    let problem = sentence(explanation.problem)
    if let place = explanation.place {
      lines.append("\(printable(place.file)):\(place.line):\(place.column): \(severity): \(problem)")
      if let excerpt = explanation.excerpt { lines += quoted(excerpt, place) }
    } else {
      lines.append("\(severity): \(problem)")
    }
    if let hint = explanation.hint { lines.append("  " + sentence(hint)) }
    lines += explanation.others.map { text($0, severity: severity) }
    return lines.joined(separator: "\n")
  }

  /// The message of any error; errors that explain nothing are shown by their description.
  package static func text(_ error: any Error) -> String {
    (error as? any ExplainedError).map { text($0.explanation) } ?? "error: \(error)"
  }

  /// A text of at most `limit` characters: of a longer one, its beginning and its end.
  package static func clipped(_ text: String, to limit: Int = 120) -> String {
    // Counting the characters of a long text takes long; counting its bytes does not.
    guard text.utf8.count > limit, text.count > limit else { return text }
    return "\(text.prefix(limit * 3 / 4)) … \(text.suffix(limit / 4 - 3))"
  }

  private static func sentence(_ text: String) -> String { printable(clipped(text, to: sentenceLimit)) }

  /// The part of the line around the place, and carets below it.
  private static func quoted(_ line: String, _ place: SourcePlace) -> [String] {
    let start = max(0, place.column - 1)
    let skipped = start < excerptLimit * 3 / 4 ? 0 : start - excerptLimit / 4
    let part = line.dropFirst(skipped).prefix(excerptLimit)
    let isCut = part.endIndex < line.endIndex
    let shown = String(part.map { $0.isControl ? " " : $0 })
    let before = skipped > 0 ? "… " : ""
    let carets = max(1, min(place.length, excerptLimit - (start - skipped)))
    let indentation = String(repeating: " ", count: before.count + start - skipped)
    return ["  " + before + shown + (isCut ? " …" : ""), "  " + indentation + String(repeating: "^", count: carets)]
  }

  /// Control characters could move a terminal's cursor or change its colours; they are shown by their codes.
  private static func printable(_ text: String) -> String {
    guard text.contains(where: \.isControl) else { return text }
    return text.map { character -> String in
      guard character.isControl, let code = character.unicodeScalars.first?.value else { return String(character) }
      return "\\u{\(String(code, radix: 16))}"
    }.joined()
  }
}

extension Character {
  fileprivate var isControl: Bool {
    self != "\n" && unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
