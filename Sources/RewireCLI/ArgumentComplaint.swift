import Diagnostics

/// The argument parser's sentences in the form of all other messages of the program.
enum ArgumentComplaint {
  /// `Unknown option '--sed'. Did you mean '--seed'?` becomes a problem and a hint.
  ///
  /// - Parameter verb: the verb of the call, when there is one, for the hint.
  static func explanation(of message: String, verb: String?) -> Explanation {
    let lines = message.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
    let flat = lines.joined(separator: ": ")
    for (mark, start) in [(". Did you mean ", "did you mean "), (". Please provide one of ", "known: ")] {
      let parts = flat.split(separator: mark, maxSplits: 1)
      guard parts.count == 2 else { continue }
      return Explanation(sentence(String(parts[0])), hint: start + withoutStop(quoted(String(parts[1]))))
    }
    let problem = sentence(flat)
    let call = verb.map { "rewire \($0)" } ?? "rewire"
    return Explanation(
      problem, hint: nearCommonOption(problem) ?? "\"\(call) --help\" shows what it takes, with an example")
  }

  /// The parser does not count `--help` and `--version` among the options that it suggests.
  private static func nearCommonOption(_ problem: String) -> String? {
    guard problem.hasPrefix("unknown option \"--"), let name = problem.split(separator: "\"").last else { return nil }
    return NearestName.find(String(name), among: ["--help", "--version"]).map { "did you mean \"\($0)\"?" }
  }

  /// Lower-case start, double quotes, no full stop.
  private static func sentence(_ text: String) -> String {
    let text = withoutStop(quoted(text))
    guard let first = text.first else { return "wrong arguments" }
    return first.lowercased() + text.dropFirst()
  }

  private static func withoutStop(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

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
