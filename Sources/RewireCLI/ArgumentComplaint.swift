import Diagnostics

/// The argument parser's sentences in the form of all other messages of the program.
enum ArgumentComplaint {
  /// `Unknown option '--sed'. Did you mean '--seed'?` becomes a problem and a hint.
  static func explanation(of message: String) -> Explanation {
    let flat = message.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }.joined(
      separator: ": ")
    let parts = flat.split(separator: ". Did you mean ", maxSplits: 1)
    let problem = sentence(parts.first.map(String.init) ?? "wrong arguments")
    guard parts.count == 2 else {
      return Explanation(problem, hint: "\"rewire --help\" lists the verbs, \"rewire VERB --help\" their options")
    }
    return Explanation(problem, hint: "did you mean " + quoted(String(parts[1])))
  }

  /// Lower-case start, double quotes, no full stop.
  private static func sentence(_ text: String) -> String {
    var text = quoted(text)
    while text.hasSuffix(".") { text.removeLast() }
    guard let first = text.first else { return text }
    return first.lowercased() + text.dropFirst()
  }

  private static func quoted(_ text: String) -> String { String(text.map { $0 == "'" ? "\"" : $0 }) }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
