import Diagnostics
import Files

/// Reads what a trial's data are asked.
struct AnalysisReader {
  let arms: [TrialArm]
  let scales: [String]
  let visits: [TrialVisit]

  private static let limit = 50
  private static let example = "for example \"change in MADRS at day 28 by MMRM\" or \"response at day 7\""

  // MARK: endpoints

  /// - Parameter value: nil: change, response and remission at the last visit.
  func endpoints(_ value: YAMLValue?) throws -> [TrialEndpoint] {
    guard let value else {
      return [.changeByAncova, .response, .remission].map {
        TrialEndpoint(kind: $0, scale: 0, visit: visits.count - 1)
      }
    }
    let list: [YAMLValue]
    if case .scalar = value.content { list = [value] } else { list = try value.list("\"endpoints\"") }
    guard (1...Self.limit).contains(list.count) else {
      throw value.error("a trial has from 1 to \(Self.limit) endpoints", hint: Self.example)
    }
    var endpoints: [TrialEndpoint] = []
    for value in list {
      let endpoint = try endpoint(value)
      guard !endpoints.contains(endpoint) else { throw value.error("this endpoint is there twice") }
      endpoints.append(endpoint)
    }
    return endpoints
  }

  private func endpoint(_ value: YAMLValue) throws -> TrialEndpoint {
    var phrase = try Phrase(value, "an endpoint")
    if phrase.take("time to relapse") {
      try phrase.end()
      return TrialEndpoint(kind: .timeToRelapse, scale: 0, visit: nil)
    }
    let kind: TrialEndpoint.Kind
    if phrase.take("change") {
      kind = .changeByAncova
    } else if phrase.take("response") {
      kind = .response
    } else if phrase.take("remission") {
      kind = .remission
    } else {
      let word = phrase.next?.text ?? ""
      throw phrase.error(
        "unknown endpoint \"\(word)\"",
        hint: NearestName.find(word, among: ["change", "response", "remission"]).map { "did you mean \"\($0)\"?" }
          ?? "known: change, response, remission, time to relapse; \(Self.example)")
    }
    var endpoint = TrialEndpoint(
      kind: kind, scale: try ConditionReader(scales: scales).scale(&phrase, after: "in"), visit: visits.count - 1)
    let visitWord = phrase.next
    if phrase.take("at") || phrase.take("on") {
      endpoint.visit = try VisitFinder(visits: visits).position(&phrase)
      if endpoint.visit == 0 { throw phrase.error("at the baseline nothing has changed yet", at: visitWord) }
    }
    if kind == .changeByAncova, phrase.take("by") {
      if phrase.take("mmrm") {
        endpoint.kind = .changeByRepeatedMeasures
      } else if !phrase.take("ancova") {
        let word = phrase.next?.text ?? ""
        throw phrase.error(
          "unknown analysis \"\(word)\"", hint: NearestName.hint(word, among: ["ANCOVA", "MMRM"]))
      }
    }
    try phrase.end(hint: Self.example)
    return endpoint
  }

  // MARK: contrasts

  /// - Parameter value: nil: every other arm minus the first control (or, without one, the first arm).
  func contrasts(_ value: YAMLValue?) throws -> [TrialContrast] {
    guard let value else {
      let base = arms.firstIndex { $0.role == .control } ?? 0
      let others = arms.indices.filter { $0 != base && arms[$0].role != .control }
      return others.map { TrialContrast(arm: $0, versus: base) }
    }
    let list: [YAMLValue]
    if case .scalar = value.content { list = [value] } else { list = try value.list("\"contrasts\"") }
    guard (1...Self.limit).contains(list.count) else {
      throw value.error("a trial has from 1 to \(Self.limit) contrasts", hint: example)
    }
    var contrasts: [TrialContrast] = []
    for value in list {
      let contrast = try contrast(value)
      guard !contrasts.contains(contrast) else { throw value.error("this contrast is there twice") }
      contrasts.append(contrast)
    }
    return contrasts
  }

  private func contrast(_ value: YAMLValue) throws -> TrialContrast {
    var phrase = try Phrase(value, "a contrast")
    let first = try arm(&phrase)
    guard phrase.take("-") || phrase.take("minus") || phrase.take("vs") || phrase.take("against") else {
      throw phrase.error("a contrast is one arm minus another", hint: example)
    }
    let word = phrase.next
    let second = try arm(&phrase)
    guard first != second else { throw phrase.error("an arm cannot be compared with itself", at: word, hint: example) }
    try phrase.end(hint: example)
    return TrialContrast(arm: first, versus: second)
  }

  private func arm(_ phrase: inout Phrase) throws -> Int {
    guard let word = phrase.next else { throw phrase.error("an arm is missing", hint: example) }
    guard let index = arms.firstIndex(where: { $0.id == word.text }) else {
      throw phrase.error("there is no arm \"\(word.text)\"", hint: NearestName.hint(word.text, among: arms.map(\.id)))
    }
    phrase.advance()
    return index
  }

  private var example: String {
    arms.count > 1 ? "for example \"\(arms[0].id) - \(arms[1].id)\"" : "this trial has one arm"
  }

  // MARK: looks

  func looks(_ value: YAMLValue?) throws -> InterimLooks? {
    guard let value else { return nil }
    let fields = try value.mapping("\"looks\"", keys: ["at", "spending", "futility"])
    let at = try fields.required("at")
    let list: [YAMLValue]
    if case .scalar = at.content { list = [at] } else { list = try at.list("\"at\"") }
    guard !list.isEmpty, list.count <= 10 else { throw at.error("a trial has from 1 to 10 looks") }
    var shares: [Double] = []
    for value in list {
      let share = try value.number("a look")
      guard share > 0, share <= 1 else {
        throw value.error(
          "a look lies above 0 and up to 1", hint: "it is a share of the subjects: 0.5 for half of them")
      }
      if let last = shares.last, share <= last {
        throw value.error("looks must ascend, and \(share) follows \(last)")
      }
      shares.append(share)
    }
    if shares.last != 1 { shares.append(1) }
    let spending = try fields["spending"].map { value in
      try ArmReader.named(value, "\"spending\"", among: InterimLooks.Spending.allCases.map { ($0.rawValue, $0) })
    }
    let futility = try fields["futility"].map { value in
      let limit = try value.number("\"futility\"")
      guard limit > 0, limit < 1 else {
        throw value.error("\"futility\" is a conditional power between 0 and 1", hint: "for example 0.1")
      }
      return limit
    }
    guard shares.count > 1 else { throw at.error("the only look is the end", hint: "leave out \"looks\"") }
    return InterimLooks(shares: shares, spending: spending ?? .obrienFleming, futility: futility)
  }
}
