import Diagnostics

/// One document in libSBML's memory: read, checked and flattened. Used inside ``SBMLLibrary/run(_:)`` only.
final class SBMLDocument {
  let element: SBMLElement
  let library: SBMLLibrary
  let text: SourceText
  private(set) var warnings: [Explanation] = []

  private enum Severity { static let error = 2, fatal = 3 }
  /// Groups of checks that speak of style: units that do not fit, and modelling practice.
  private enum Check { static let units: Int32 = 9, practice: Int32 = 14 }

  /// - Parameter path: where the text was read, so that other files that it names are found beside it.
  /// - Throws: ``SBMLError`` with every error that libSBML finds in the text.
  init(_ text: SourceText, path: String, library: SBMLLibrary) throws(SBMLError) {
    guard let handle = text.text.withCString({ library.readText($0) }) else {
      throw SBMLError("libSBML did not read the text", in: text)
    }
    element = SBMLElement(handle: handle, library: library)
    self.library = library
    self.text = text
    path.withCString { library.setLocation(handle, $0) }
    try collectProblems(from: 0)
  }

  deinit { library.freeDocument(element.handle) }

  var level: Int { element.whole(.level) }
  var version: Int { element.whole(.version) }

  /// Checks what SBML demands of a model. Units that do not fit are no reason to refuse one.
  func checkConsistency() throws(SBMLError) {
    for check in [Check.units, Check.practice] { library.setConsistencyChecks(element.handle, check, 0) }
    let known = element.whole(.errorCount)
    _ = element.whole(.checkConsistency)
    try collectProblems(from: known)
  }

  /// Replaces submodels by what they hold; elements of a submodel `A` are then named `A__…`.
  func flatten() throws(SBMLError) {
    guard let properties = library.createProperties() else { throw SBMLError("libSBML has no conversions") }
    defer { library.freeProperties(properties) }
    for (option, value) in [("flatten comp", Int32(1)), ("performValidation", 0), ("leavePorts", 0)] {
      _ = library.addOption(properties, option)
      library.setOption(properties, option, value)
    }
    let known = element.whole(.errorCount)
    let status = library.convert(element.handle, properties)
    try collectProblems(from: known)
    guard status == 0 else { throw SBMLError("the submodels cannot be flattened (libSBML's code \(status))", in: text) }
  }

  /// Keeps the warnings and throws the errors that libSBML has noted since `first`.
  private func collectProblems(from first: Int) throws(SBMLError) {
    var errors: [Explanation] = []
    for position in first..<max(first, element.whole(.errorCount)) {
      guard let handle = library.item(.error, element.handle, position) else { continue }
      let problem = SBMLElement(handle: handle, library: library)
      let isError = [Severity.error, Severity.fatal].contains(problem.whole(.errorSeverity))
      if isError { errors.append(explanation(of: problem)) } else { warnings.append(explanation(of: problem)) }
    }
    if !errors.isEmpty { throw .problems(errors) }
  }

  /// The library's message: a rule in general, where the specification says so, and what is wrong here.
  private func explanation(of problem: SBMLElement) -> Explanation {
    let lines = problem.text(.errorMessage).split(whereSeparator: \.isNewline).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    let reference = lines.first { $0.hasPrefix("Reference:") }?.dropFirst(10).drop { $0 == " " }
    let parts = lines.split { $0.hasPrefix("Reference:") }.map { $0.joined(separator: " ") }
    // Where the library says what is wrong here, the general rule need not be repeated.
    var sentence = parts.count > 1 ? parts[parts.count - 1] : parts.first ?? problem.text(.errorShortMessage)
    if sentence.hasSuffix(".") { sentence.removeLast() }
    if let first = sentence.first, sentence.dropFirst().first?.isUppercase != true {
      sentence = first.lowercased() + sentence.dropFirst()
    }
    sentence.replace("'", with: "\"")
    let line = problem.whole(.errorLine)
    let place = line > 0 ? text.place(line: line, column: max(1, problem.whole(.errorColumn))) : nil
    let rule = "SBML rule \(problem.whole(.errorId))"
    return Explanation(sentence, at: place, in: text, hint: reference.map { "\(rule), \($0)" } ?? rule)
  }
}
