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
      let quotedWords = flat.split(separator: "'", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      if start == "known: ", let wrong = quotedWords.first,
        let near = NearestName.find(wrong, among: quotedWords.dropFirst())
      {
        return Explanation(sentence(String(parts[0])), hint: "did you mean \"\(near)\"?")
      }
      return Explanation(sentence(String(parts[0])), hint: start + withoutStop(quoted(String(parts[1]))))
    }
    let problem = sentence(flat)
    let call = verb.map { "rewire \($0)" } ?? "rewire"
    return Explanation(
      problem,
      hint: nearCommonOption(problem) ?? numberHint(problem)
        ?? "\"\(call) --help\" shows what it takes, with an example")
  }

  /// `--hlp`, which the parser would mention only when nothing else is missing.
  static func misspelledHelp(_ arguments: [String]) -> Explanation? {
    for option in arguments where option.hasPrefix("--h") && option != "--help" {
      guard NearestName.find(option, among: ["--help"]) != nil else { continue }
      return Explanation("unknown option \"\(option)\"", hint: "did you mean \"--help\"?")
    }
    return nil
  }

  /// What is right where a number is wrong.
  private static func numberHint(_ problem: String) -> String? {
    guard problem.contains(" is invalid for ") else { return nil }
    let whole = ["--patients", "--seed", "--threads", "--steps", "--first"]
    if whole.contains(where: { problem.contains("\"\($0) ") }) { return "it must be a whole number" }
    let decimal = ["--duration", "--relative-tolerance", "--absolute-tolerance", "--rtol", "--atol"]
    return decimal.contains { problem.contains("\"\($0) ") } ? "it must be a number" : nil
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
  /// Without spaces around it.
  var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
