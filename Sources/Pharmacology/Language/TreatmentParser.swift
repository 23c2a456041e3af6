import Diagnostics

/// Reads treatments as a clinician writes them; `Documentation/protocols.md` has the grammar.
///
/// Every error names the place to the character and the nearest right thing.
package struct TreatmentParser: Sendable {
  private let library: TreatmentLibrary
  /// The length of the protocol in days: occasions at or after its end are errors.
  private let durationDays: Double

  package init(library: TreatmentLibrary, durationDays: Double) {
    self.library = library
    self.durationDays = durationDays
  }

  /// - Throws: `InputError`.
  package func parse(_ line: TreatmentLine) throws -> Treatment {
    let spaces = line.text.prefix { $0.isWhitespace }.count
    guard let found = library.subject(startingWith: String(line.text.dropFirst(spaces))) else {
      throw unknownSubject(line, from: spaces)
    }
    var cursor = TreatmentCursor(line: line, from: spaces + found.length)
    let content: Treatment.Content
    switch found.subject {
    case .compound(let compound):
      content = .dose(try DoseParser(compound: compound).parse(&cursor))
    case .modality(let modality):
      content = .session(try SessionParser(modality: modality).parse(&cursor))
    }
    let times = try OccasionParser(name: found.subject.id, endHours: durationDays * 24).parse(&cursor)
    let treatment = Treatment(text: line.text, content: content, times: times)
    if let late = treatment.occasions.last(where: { $0.upperBound > durationDays * 24 + Self.tolerance }) {
      throw line.error(
        "\(found.subject.id) on \(DayText.text(late.lowerBound)) goes on after the end of the protocol",
        spaces..<line.text.count, hint: "the protocol ends after \(DayText.length(durationDays * 24))")
    }
    return treatment
  }

  /// The treatments of one arm.
  ///
  /// - Throws: `InputError`, also for sessions of one therapy that overlap: a person is in one session at a time.
  package func parse(_ lines: [TreatmentLine]) throws -> [Treatment] {
    let treatments = try lines.map(parse)
    var sessions: [String: [(hours: ClosedRange<Double>, line: Int)]] = [:]
    for (index, treatment) in treatments.enumerated() {
      guard case .session(let session) = treatment.content else { continue }
      sessions[session.modality.id, default: []] += treatment.occasions.map { ($0, index) }
    }
    for (id, held) in sessions.sorted(by: { $0.key < $1.key }) {
      let ordered = held.sorted { ($0.hours.lowerBound, $0.line) < ($1.hours.lowerBound, $1.line) }
      for (session, next) in zip(ordered, ordered.dropFirst())
      where next.hours.lowerBound < session.hours.upperBound - Self.tolerance {
        let line = lines[max(session.line, next.line)]
        throw line.error("sessions of \(id) overlap on \(DayText.text(next.hours.lowerBound))", 0..<line.text.count)
      }
    }
    return treatments
  }

  /// Hours within which two times are one.
  private static let tolerance = 1e-9

  private func unknownSubject(_ line: TreatmentLine, from start: Int) -> InputError {
    let tokens = TreatmentToken.tokens(of: line.text, from: start)
    guard let first = tokens.first, first.kind != .end else {
      return line.error(
        "a treatment is empty", start..<start + 1, hint: "known: \(library.names.joined(separator: ", "))")
    }
    let text = Array(line.text)
    let word = String(text[start...].prefix { !$0.isWhitespace && $0 != "," })
    var kind = "compound or therapy"
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      guard case .number = token.kind, case .word(let unit) = next.kind else { continue }
      if DoseUnit.parse(unit) != nil {
        kind = "compound"
        break
      }
    }
    let names = kind == "compound" ? library.compounds.map(\.id) : library.names
    let near = NearestName.find(word, among: library.allNames)
    if near == nil, case .number = first.kind {
      return line.error(
        "a treatment starts with a name, not with \"\(word)\"", start..<start + word.count,
        hint: "inside [ ] a comma ends a treatment: put each on a line of its own")
    }
    return line.error(
      "unknown \(kind) \"\(word)\"", start..<start + word.count,
      hint: near.map { "did you mean \"\($0)\"?" } ?? "known: \(names.joined(separator: ", "))")
  }
}

/// Walks over the tokens of a treatment.
struct TreatmentCursor {
  let line: TreatmentLine
  private let tokens: [TreatmentToken]
  private var index = 0

  init(line: TreatmentLine, from start: Int) {
    self.line = line
    tokens = TreatmentToken.tokens(of: line.text, from: start)
  }

  var next: TreatmentToken { tokens[index] }
  var isAtEnd: Bool { next.kind == .end }

  /// The token after the next one.
  var afterNext: TreatmentToken { tokens[min(index + 1, tokens.count - 1)] }

  var word: String? {
    if case .word(let word) = next.kind { return word }
    return nil
  }

  var number: Double? {
    if case .number(let number) = next.kind { return number }
    return nil
  }

  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  /// Takes the word if it is next.
  mutating func take(_ words: String...) -> Bool {
    guard let word, words.contains(word) else { return false }
    advance()
    return true
  }

  /// Takes several words in a row, or none.
  mutating func take(phrase: String) -> Bool {
    let words = phrase.split(separator: " ").map(String.init)
    for (offset, word) in words.enumerated() {
      guard index + offset < tokens.count, tokens[index + offset].kind == .word(word) else { return false }
    }
    index += words.count
    return true
  }

  func error(_ problem: String, at token: TreatmentToken? = nil, hint: String? = nil) -> InputError {
    line.error(problem, (token ?? next).range, hint: hint)
  }
}
