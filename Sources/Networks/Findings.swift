import Diagnostics

/// The problems that a check has found so far.
///
/// Beyond ``limit`` they are dropped: a hostile model may have a million of them. Hints are looked for only while
/// errors are kept.
struct Findings {
  static let limit = 100

  private let texts: [String: SourceText]
  private(set) var errors: [Explanation] = []
  private(set) var warnings: [Explanation] = []

  init(texts: [String: SourceText]) { self.texts = texts }

  /// Whether no further error is kept.
  var isFull: Bool { errors.count >= Self.limit }

  /// The hint of an unknown name.
  func hint<Names: Sequence<String>>(_ name: String, among candidates: () -> Names) -> String? {
    isFull ? nil : NearestName.hint(name, among: candidates())
  }

  mutating func report(_ problem: NetworkProblem, at place: SourcePlace?, hint: String? = nil) {
    if !isFull { errors.append(explanation(problem, place, hint)) }
  }

  mutating func warn(_ problem: NetworkProblem, at place: SourcePlace?, hint: String? = nil) {
    if warnings.count < Self.limit { warnings.append(explanation(problem, place, hint)) }
  }

  mutating func report(_ error: any ExplainedError) {
    if !isFull { errors.append(error.explanation) }
  }

  private func explanation(_ problem: NetworkProblem, _ place: SourcePlace?, _ hint: String?) -> Explanation {
    Explanation(problem.sentence, at: place, in: place.flatMap { texts[$0.file] }, hint: hint)
  }
}
