package import Diagnostics

/// What can be wrong with an Antimony text, besides what ``Formulas`` and ``Networks`` find.
package enum AntimonyProblem: Sendable, Equatable {
  /// A part of the language that is read by others but not here.
  case unsupported(String)
  case notAStatement(found: String?)
  case unfinishedModel(String)
  case unfinishedFunction(String)
  case noModel
  case twoMainModels(String, String)
  case duplicate(String, kind: String, firstFile: String, firstLine: Int)
  case statementsInImport
  case misplaced(String)
  case cyclicImport([String])
  case tooManyFiles(limit: Int)
  case reserved(String)
  case unknownOption(String, of: String)
  case badTerm(String)

  /// The problem as one sentence.
  package var sentence: String {
    switch self {
    case .unsupported(let construct): "\(construct) are not supported"
    case .notAStatement(let found): "expected a statement, found \(found ?? "the end of the text")"
    case .unfinishedModel(let name): "the model \"\(name)\" is not closed by \"end\""
    case .unfinishedFunction(let name): "the function \"\(name)\" is not closed by \"end\""
    case .noModel: "the text describes no model"
    case .twoMainModels(let first, let second): "both \"\(first)\" and \"\(second)\" are marked as the main model"
    case .duplicate(let name, let kind, let file, let line):
      "the \(kind) \"\(name)\" is defined twice (first in \(file), line \(line))"
    case .statementsInImport: "an imported file may only hold models, functions and units"
    case .misplaced(let what): "\(what) cannot stand inside a model"
    case .cyclicImport(let files): "these files import each other: \(files.joined(separator: " → "))"
    case .tooManyFiles(let limit): "more than \(limit) files are imported"
    case .unknownOption(let option, let owner): "\"\(option)\" is not an option of \(owner)"
    case .badTerm(let digits): "\"\(digits)\" is not the number of a term of the Systems Biology Ontology"
    case .reserved(let name): "\"\(name)\" is a word of the language and cannot be a name"
    }
  }
}

/// One or more problems of an Antimony text, in the order of the text.
package struct AntimonyError: ExplainedError {
  /// At least one.
  package let explanations: [Explanation]

  package init(_ explanations: [Explanation]) { self.explanations = explanations }

  package init(
    _ problem: AntimonyProblem, at place: SourcePlace? = nil, in text: SourceText? = nil, hint: String? = nil
  ) {
    explanations = [Explanation(problem.sentence, at: place, in: text, hint: hint)]
  }

  package var explanation: Explanation {
    Explanation.joined(explanations) ?? Explanation("the text cannot be read")
  }
}
