import Diagnostics
import Files
import Pharmacology
import Populations

/// Reads decisions at visits, and what they may start.
struct RuleReader {
  let conditions: ConditionReader
  let visits: [TrialVisit]

  private static let keys = ["name", "when", "at", "do", "at most", "rescue"]
  private static let limit = 50

  /// - Parameter regimens: ids of what can be started.
  func rules(_ value: YAMLValue?, regimens: [String]) throws -> [TrialRule] {
    guard let value else { return [] }
    let list = try value.list("\"rules\"")
    guard list.count <= Self.limit else { throw value.error("at most \(Self.limit) rules") }
    return try list.map { try rule($0, regimens) }
  }

  private func rule(_ value: YAMLValue, _ regimens: [String]) throws -> TrialRule {
    let fields = try value.mapping("a rule", keys: Self.keys)
    let doValue = try fields.required("do")
    let action = try self.action(doValue, regimens)
    let positions: [Int]
    if let at = fields["at"] {
      positions = try VisitFinder(visits: visits).positions(at, "\"at\"")
      guard !positions.contains(0) else {
        throw at.error("a rule is looked at after the baseline", hint: "\"inclusion\" decides who is randomised")
      }
    } else {
      positions = Array(visits.indices.dropFirst())
    }
    let isRescue = try fields["rescue"]?.boolean("\"rescue\"") ?? false
    if isRescue, case .start = action {
    } else if isRescue, let rescue = fields["rescue"] {
      throw rescue.error("only a rule that starts a regimen can be a rescue")
    }
    return TrialRule(
      name: try fields["name"]?.text("\"name\"") ?? doValue.text("\"do\""), visits: positions.sorted(),
      conditions: try conditions.list(fields.required("when"), "\"when\""), action: action,
      atMost: try fields["at most"]?.integer("\"at most\"", in: 1...100) ?? 1, isRescue: isRescue)
  }

  /// `start ID`, `stop treatment`, `withdraw`
  private func action(_ value: YAMLValue, _ regimens: [String]) throws -> TrialRule.Action {
    var phrase = try Phrase(value, "\"do\"")
    let action: TrialRule.Action
    if phrase.take("stop treatment") {
      action = .stopTreatment
    } else if phrase.take("withdraw") {
      action = .withdraw
    } else if phrase.take("start") {
      guard let name = phrase.next else { throw phrase.error("a regimen is missing after \"start\"") }
      guard let index = regimens.firstIndex(of: name.text) else {
        throw phrase.error(
          "there is no regimen \"\(name.text)\"",
          hint: NearestName.hint(name.text, among: regimens) ?? "add it under \"regimens\"")
      }
      phrase.advance()
      action = .start(index)
    } else {
      let word = phrase.next?.text ?? ""
      throw phrase.error(
        "a rule cannot do \"\(word)\"",
        hint: NearestName.find(word, among: ["start", "withdraw", "stop"]).map { "did you mean \"\($0)\"?" }
          ?? "known: start REGIMEN, stop treatment, withdraw")
    }
    try phrase.end()
    return action
  }

  /// The regimens of a trial file.
  func regimens(_ value: YAMLValue?, treatments: TreatmentReader) throws -> [Regimen] {
    guard let value else { return [] }
    let list = try value.list("\"regimens\"")
    guard list.count <= Self.limit else { throw value.error("at most \(Self.limit) regimens") }
    let read = try list.map { value in
      let fields = try value.mapping("a regimen", keys: ["id", "treatments", "rules"])
      let id = try fields.required("id")
      try StudyProtocol.checkID(id.text("\"id\""), id)
      return (id: try id.text("\"id\""), place: id, fields: fields)
    }
    let ids = read.map(\.id)
    for (index, regimen) in read.enumerated() where ids[..<index].contains(regimen.id) {
      throw regimen.place.error("two regimens have the id \"\(regimen.id)\"")
    }
    let regimens = try read.map { regimen in
      let given = try treatments.list(regimen.fields.required("treatments"))
      guard !given.isEmpty else { throw regimen.place.error("the regimen \"\(regimen.id)\" gives nothing") }
      return Regimen(id: regimen.id, treatments: given, rules: try rules(regimen.fields["rules"], regimens: ids))
    }
    if let cycle = Self.cycle(regimens) {
      throw read[cycle[0]].place.error(
        "regimens start one another without end: \(cycle.map { ids[$0] }.joined(separator: " → "))",
        hint: "leave out one of these rules; \"at most\" lets an arm's rule start a regimen several times")
    }
    return regimens
  }

  /// Positions of regimens that start one another, the first again at the end.
  private static func cycle(_ regimens: [Regimen]) -> [Int]? {
    let starts = regimens.map { regimen in
      regimen.rules.compactMap { rule -> Int? in if case .start(let next) = rule.action { next } else { nil } }
    }
    var isDone = [Bool](repeating: false, count: regimens.count)
    func search(_ path: [Int]) -> [Int]? {
      let last = path[path.count - 1]
      if let start = path.dropLast().firstIndex(of: last) { return Array(path[start...]) }
      if isDone[last] { return nil }
      for next in starts[last] { if let found = search(path + [next]) { return found } }
      isDone[last] = true
      return nil
    }
    for index in regimens.indices { if let found = search([index]) { return found } }
    return nil
  }
}
