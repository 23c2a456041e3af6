import Diagnostics
import Files
import Pharmacology

extension OccasionEffect {
  private static let limit = 100

  /// Reads `occasions`: a mapping of parameters to `{multiply: DISTRIBUTION, at: doses}`, with `add` instead of
  /// `multiply`, and `every: 7 days` or `days: [0, 7, 28]` instead of `at`.
  static func list(_ value: YAMLValue?, library: TreatmentLibrary) throws -> [OccasionEffect] {
    guard let value else { return [] }
    let entries = try value.entries("\"occasions\"")
    guard entries.count <= limit else { throw value.error("at most \(limit) parameters may vary between occasions") }
    return try entries.map { try OccasionEffect($0, library, value.source) }
  }

  private init(_ entry: YAMLValue.Entry, _ library: TreatmentLibrary, _ text: SourceText) throws {
    let fields = try entry.value.mapping("an effect of occasions", keys: ["multiply", "add", "at", "every", "days"])
    let combination: Combination
    let written: YAMLValue
    switch (fields["multiply"], fields["add"]) {
    case (let factor?, nil): (combination, written) = (.multiply, factor)
    case (nil, let term?): (combination, written) = (.add, term)
    default: throw entry.value.error("an effect of occasions has either \"multiply\" or \"add\"")
    }
    let distribution = try Distribution(written)
    if case .steps(let steps) = distribution.shape, !steps.labels.isEmpty {
      throw written.error("a parameter is a number, not a category")
    }
    self.init(
      parameter: entry.key, combination: combination, distribution: distribution,
      occasions: try Self.occasions(fields, library), place: entry.keyPlace, text: text)
  }

  private static func occasions(_ fields: YAMLMapping, _ library: TreatmentLibrary) throws -> Occasions {
    switch (fields["at"], fields["every"], fields["days"]) {
    case (let at?, nil, nil): return try named(at, library)
    case (nil, let every?, nil):
      let days = try StudyProtocol.duration(every, "\"every\"")
      guard days >= 1.0 / 24 else { throw every.error("an occasion lasts at least an hour") }
      return .every(hours: days * 24)
    case (nil, nil, let list?):
      let hours = try list.list("\"days\"").map { try $0.number("a day") * 24 }
      guard !hours.isEmpty, hours.count <= 1000, hours.allSatisfy({ $0 >= 0 }) else {
        throw list.error("\"days\" has from 1 to 1000 days, none of them before day 0")
      }
      return .hours(hours)
    default: throw fields.value.error("give one of \"at\", \"every\" and \"days\"")
    }
  }

  /// `doses`, `doses of ketamine`, `sessions`, `sessions of emdr`.
  private static func named(_ value: YAMLValue, _ library: TreatmentLibrary) throws -> Occasions {
    let words = try value.text("\"at\"").split(separator: " ").map(String.init)
    guard words.count == 1 || (words.count == 3 && words[1] == "of"), ["doses", "sessions"].contains(words[0]) else {
      throw value.error("occasions are \"doses\" or \"sessions\", of one kind or all", hint: "\"doses of ketamine\"")
    }
    let id = words.count == 3 ? words[2] : nil
    let known = words[0] == "doses" ? library.compounds.map(\.id) : library.modalities.map(\.id)
    if let id, !known.contains(id) {
      throw value.error("nothing given is called \"\(id)\"", hint: NearestName.hint(id, among: known))
    }
    return words[0] == "doses" ? .doses(of: id) : .sessions(of: id)
  }
}
