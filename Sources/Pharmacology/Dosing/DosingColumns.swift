import Diagnostics
import Files

/// Which column of a table is what.
package struct DosingColumns: Sendable {
  /// The reserved names, in the order in which the documentation lists them.
  static let reserved = [
    "ID", "TIME", "EVID", "AMT", "CMT", "RATE", "II", "ADDL", "SS", "MDV", "DV", "CENS", "LIMIT", "BLQ",
  ]
  /// Columns that are handed through to the output untouched.
  private static let handedThrough = ["DV", "MDV", "CENS", "LIMIT", "BLQ"]

  /// Column by reserved name.
  private let place: [String: Int]
  /// The columns whose cells go to the output as they are, in the table's order.
  package let passing: [Int]
  package let covariates: [DosingTable.Covariate]

  package var id: Int? { place["ID"] }
  var time: Int { place["TIME"] ?? 0 }
  var kind: Int? { place["EVID"] }
  var amount: Int? { place["AMT"] }
  var site: Int? { place["CMT"] }
  var rate: Int? { place["RATE"] }
  var interval: Int? { place["II"] }
  var additional: Int? { place["ADDL"] }
  var steadyState: Int? { place["SS"] }
  var missing: Int? { place["MDV"] }

  init(_ table: CSVTable, model: DosingModel, options: DosingOptions) throws {
    let names = table.header.map { $0.trimmed }
    for name in options.ignored where !names.contains(name) {
      throw InputError("there is no column \"\(name)\" to ignore", hint: NearestName.hint(name, among: names))
    }
    let ignored = Set(options.ignored)
    let kept = names.indices.filter { !ignored.contains(names[$0]) }
    let known = kept.filter { Self.reserved.contains(names[$0].uppercased()) }
    try Self.checkCase(known, names, table)

    var place: [String: Int] = [:]
    for column in known where place.updateValue(column, forKey: names[column].uppercased()) != nil {
      throw table.error("column \"\(names[column])\" appears twice", header: column)
    }
    guard place["TIME"] != nil else {
      let candidates = kept.filter { !known.contains($0) }.map { names[$0] }
      throw table.error(
        "there is no column \"TIME\"", header: 0,
        hint: NearestName.find("TIME", among: candidates).map { "is it \"\($0)\"?" })
    }
    self.place = place
    passing = known.filter { Self.handedThrough.contains(names[$0].uppercased()) }
    let isLower = known.first.map { names[$0] == names[$0].lowercased() } ?? false
    let words = Self.reserved.map { isLower ? $0.lowercased() : $0 }
    var covariates: [DosingTable.Covariate] = []
    for column in kept where !known.contains(column) {
      let name = model.resolved(names[column])
      guard model.settable.contains(name) else {
        throw Self.unknown(names[column], column, table, model, words: words)
      }
      if covariates.contains(where: { $0.name == name }) {
        throw table.error("two columns set \"\(name)\"", header: column)
      }
      covariates.append(DosingTable.Covariate(name: name, column: column))
    }
    self.covariates = covariates
  }

  /// Reserved names are all in upper case or all in lower case.
  private static func checkCase(_ columns: [Int], _ names: [String], _ table: CSVTable) throws {
    for column in columns {
      let name = names[column]
      guard name == name.uppercased() || name == name.lowercased() else {
        throw table.error(
          "column \"\(name)\" mixes upper and lower case", header: column,
          hint: "write \"\(name.uppercased())\" or \"\(name.lowercased())\"")
      }
    }
    guard let first = columns.first else { return }
    let isLower = names[first] == names[first].lowercased()
    for column in columns where (names[column] == names[column].lowercased()) != isLower {
      throw table.error(
        "column \"\(names[column])\" is not written in the case of \"\(names[first])\"", header: column,
        hint: "write all dosing columns in upper case, or all in lower case")
    }
  }

  private static func unknown(
    _ name: String, _ column: Int, _ table: CSVTable, _ model: DosingModel, words: [String]
  ) -> InputError {
    let isComputed = model.observables.contains(name)
    let problem =
      isComputed
      ? "column \"\(name)\" names what the model computes: a column can set constants and inputs only"
      : "column \"\(name)\" is neither a dosing column nor a constant or input of the model"
    let near = NearestName.find(name, among: words + model.settable.sorted()).map { "did you mean \"\($0)\"? " } ?? ""
    return table.error(problem, header: column, hint: isComputed ? nil : near + "--ignore \(name) leaves it out")
  }
}

extension String {
  /// Without blanks around it.
  var trimmed: String {
    guard let first = utf8.first, let last = utf8.last, [first, last].contains(where: { $0 == 0x20 || $0 == 0x09 })
    else { return self }
    let start = drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
