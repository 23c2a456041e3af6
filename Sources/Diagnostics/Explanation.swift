/// What went wrong, where, and what would be right: the payload every message is made from.
///
/// Rooms throw their own enums, which conform to ``ExplainedError``; one generator (``Message``) writes the sentences'
/// frame, so that every message of the program looks the same.
package struct Explanation: Equatable, Sendable {
  /// One sentence without a full stop, for example `unknown compound "ketamin"`.
  package var problem: String
  /// Where it is, when it is in a text.
  package var place: SourcePlace?
  /// The quoted line of `place`.
  package var excerpt: String?
  /// The nearest right thing, for example `did you mean "ketamine"?`.
  package var hint: String?
  /// Further problems found in the same reading, shown after this one.
  package var others: [Explanation] = []

  package init(_ problem: String, at place: SourcePlace? = nil, in text: SourceText? = nil, hint: String? = nil) {
    self.problem = problem
    self.place = place
    self.excerpt = place.flatMap { text?.line($0.line) }
    self.hint = hint
  }
}

extension Explanation {
  /// One explanation of several problems, in the order of their places: the first, with the next ones as ``others``.
  ///
  /// At most `limit` are kept; nil when there is none.
  package static func joined(_ explanations: [Explanation], limit: Int = 20) -> Explanation? {
    guard var first = explanations.first else { return nil }
    first.others = Array(explanations.dropFirst().prefix(limit - 1))
    if explanations.count > limit {
      first.others.append(Explanation("\(explanations.count - limit) further problems are not shown"))
    }
    return first
  }
}

/// An error that can explain itself to a person.
package protocol ExplainedError: Error {
  var explanation: Explanation { get }
}

/// An input that is wrong: the command line ends with exit status 2 and this explanation.
package struct InputError: ExplainedError, Equatable {
  package let explanation: Explanation

  package init(_ explanation: Explanation) { self.explanation = explanation }
  package init(_ problem: String, at place: SourcePlace? = nil, in text: SourceText? = nil, hint: String? = nil) {
    explanation = Explanation(problem, at: place, in: text, hint: hint)
  }
}
