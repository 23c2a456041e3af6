import Diagnostics
import Files

/// Which numbers of the library need which record, as `Evidence/coverage.yaml` states it.
///
/// Constants of Antimony modules need the record of their own name; the rules speak of everything else: numbers in YAML
/// files, and numbers that stand inside formulas.
package struct CoverageRules: Sendable {
  /// What a rule asks for.
  enum Demand: Sendable {
    /// A record, by a template whose `<names>` are filled in; `compares` when both numbers must be the same. Records of
    /// `also` are used by the number too, where they exist.
    case record(String, compares: Bool, also: [String])
    /// None, for this reason.
    case none(reason: String)
  }

  /// A rule for numbers in YAML files.
  struct NumberRule: Sendable {
    let file: NamePattern
    /// The way to the number: keys, and positions in lists, with slashes between.
    let at: NamePattern
    let demand: Demand
    let place: SourcePlace
  }

  /// A rule for numbers inside formulas and at the start of variables.
  struct FormulaRule: Sendable {
    let file: NamePattern
    let numbers: Set<Double>
    let reason: String
    let place: SourcePlace
  }

  let numbers: [NumberRule]
  let formulas: [FormulaRule]

  /// - Throws: `FileError` or `InputError` with the place.
  package static func read(_ path: String) throws -> CoverageRules {
    let root = try YAMLText.read(path).mapping("the rules of coverage", keys: ["numbers", "formulas"])
    return CoverageRules(
      numbers: try root.required("numbers").list("\"numbers\"").map(numberRule),
      formulas: try root.required("formulas").list("\"formulas\"").map(formulaRule))
  }

  private static func numberRule(_ value: YAMLValue) throws -> NumberRule {
    let fields = try value.mapping("a rule of coverage", keys: ["file", "at", "record", "also", "compare", "reason"])
    let demand: Demand
    switch (fields["record"], fields["reason"]) {
    case (let record?, nil):
      let compares = try fields["compare"]?.boolean("\"compare\"") ?? false
      demand = .record(
        try record.text("\"record\""), compares: compares, also: try fields["also"]?.texts("\"also\"") ?? [])
    case (nil, let reason?): demand = .none(reason: try reason.text("\"reason\""))
    default: throw value.error("a rule of coverage has either \"record\" or \"reason\"")
    }
    return NumberRule(
      file: try NamePattern(fields.required("file")), at: try NamePattern(fields.required("at")), demand: demand,
      place: value.place)
  }

  private static func formulaRule(_ value: YAMLValue) throws -> FormulaRule {
    let fields = try value.mapping("a rule of formulas", keys: ["file", "numbers", "reason"])
    return FormulaRule(
      file: try NamePattern(fields.required("file")),
      numbers: Set(try fields.required("numbers").list("\"numbers\"").map { try $0.number("a number of a formula") }),
      reason: try fields.required("reason").text("\"reason\""), place: value.place)
  }
}
