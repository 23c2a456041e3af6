/// Writes an explanation as text: `file:line:column: error: problem`, the quoted line with a caret, and the hint.
package enum Message {
  /// The whole message, without a final newline.
  package static func text(_ explanation: Explanation, severity: String = "error") -> String {
    var lines: [String] = []
    if let place = explanation.place {
      lines.append("\(place.file):\(place.line):\(place.column): \(severity): \(explanation.problem)")
      if let excerpt = explanation.excerpt {
        let shown = excerpt.map { $0 == "\t" ? " " : $0 }
        lines.append("  " + String(shown.prefix(200)))
        if place.column <= 200 {
          let carets = String(repeating: "^", count: max(1, min(place.length, 200 - place.column)))
          lines.append("  " + String(repeating: " ", count: max(0, place.column - 1)) + carets)
        }
      }
    } else {
      lines.append("\(severity): \(explanation.problem)")
    }
    if let hint = explanation.hint { lines.append("  " + hint) }
    lines += explanation.others.map { text($0, severity: severity) }
    return lines.joined(separator: "\n")
  }

  /// The message of any error; errors that explain nothing are shown by their description.
  package static func text(_ error: any Error) -> String {
    (error as? any ExplainedError).map { text($0.explanation) } ?? "error: \(error)"
  }
}
