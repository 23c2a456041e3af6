import Diagnostics
package import Evidence
package import Files

/// Holds every number of the model library against its evidence record, and every record against the numbers.
///
/// Looked at are the constants of all Antimony files in `Models` (as the patient composes them; files that it does not
/// import are composed on their own, their names behind the file's), the numbers inside their formulas, and the numbers
/// of the YAML files in `Models` and `Protocols/populations`.
package struct LibraryAudit {
  /// Sorted by place.
  package private(set) var findings: [AuditFinding] = []
  /// How many numbers have a record, and how many a rule that says why they need none.
  package private(set) var recorded = 0
  package private(set) var excused = 0
  package let records: [EvidenceRecord]

  private let home: DataHome
  private let rules: CoverageRules
  private let byID: [String: EvidenceRecord]
  private var used: Set<String> = []
  private var missed: Set<String> = []
  private var metNumberRules: Set<Int> = []
  private var metFormulaRules: Set<Int> = []
  /// Names that records may have, for hints.
  private var names: [String] = []

  /// - Throws: what is wrong with the texts: a finding is no error here.
  package init(home: DataHome) throws {
    self.home = home
    records = try EvidenceLibrary.read(folder: home.evidence + "/parameters").records
    rules = try CoverageRules.read(home.evidence + "/coverage.yaml")
    byID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    try checkModels()
    for folder in ["Models", "Protocols/populations"] { try checkTexts(in: folder) }
    checkRecords()
    checkRules()
    findings.sort { ($0.place.file, $0.place.line, $0.place.column) < ($1.place.file, $1.place.line, $1.place.column) }
  }

  // MARK: Antimony

  private mutating func checkModels() throws {
    var models = ModelNumbers()
    try models.add(path: home.patientModel, prefix: "")
    for file in try ContentHash.folder(home.models, extensions: ["ant"]).files {
      let path = home.models + "/" + file
      guard !models.files.contains(path) else { continue }
      let name = file.split(separator: "/").last.map { $0.dropLast(4) } ?? ""
      try models.add(path: path, prefix: name + ".")
    }
    for constant in models.constants { check(constant) }
    for literal in models.literals where !isExcused(literal.value, at: literal.place) {
      add(
        .noName(literal.value), at: literal.place,
        hint: "make it a constant with a record, or give the reason in Evidence/coverage.yaml")
    }
  }

  private mutating func check(_ constant: ModelNumbers.Constant) {
    names += constant.names
    let records = constant.names.compactMap { byID[$0] }
    for record in records { compare(constant.value, record, compares: true, at: constant.place) }
    if !records.isEmpty {
      recorded += 1
    } else if constant.isConstant || !isExcused(constant.value, at: constant.place) {
      add(.noRecord(constant.names[0]), at: constant.place, hint: nearestRecord(constant.names[0]))
    }
  }

  /// Whether a rule says that the number needs no record in formulas of the file.
  private mutating func isExcused(_ value: Double, at place: SourcePlace) -> Bool {
    let file = shown(place.file)
    guard
      let rule = rules.formulas.firstIndex(where: { $0.numbers.contains(abs(value)) && $0.file.match(file) != nil })
    else { return false }
    metFormulaRules.insert(rule)
    excused += 1
    return true
  }

  // MARK: YAML

  private mutating func checkTexts(in folder: String) throws {
    let path = home.path + "/" + folder
    for file in try ContentHash.folder(path, extensions: ["yaml"]).files {
      let text = try YAMLText.read(path + "/" + file)
      for scalar in TextScalar.all(in: text) { check(scalar, file: folder + "/" + file) }
    }
  }

  private mutating func check(_ scalar: TextScalar, file: String) {
    for (position, rule) in rules.numbers.enumerated() {
      guard let inFile = rule.file.match(file), let inWay = rule.at.match(scalar.way) else { continue }
      metNumberRules.insert(position)
      switch rule.demand {
      case .none: excused += scalar.number == nil ? 0 : 1
      case .record(let template, let compares, let also):
        let values = scalar.surroundings.merging(inFile) { $1 }.merging(inWay) { $1 }
        let id = filled(template, values)
        used.formUnion(also.map { filled($0, values) })
        names.append(id)
        guard let record = byID[id] else {
          // Many numbers may need the same record: the first one tells.
          if scalar.number != nil, missed.insert(id).inserted {
            add(.noRecord(id), at: scalar.place, hint: nearestRecord(id))
          }
          return
        }
        recorded += scalar.number == nil ? 0 : 1
        compare(scalar.number, record, compares: compares, at: scalar.place)
      }
      return
    }
    guard let number = scalar.number else { return }
    add(
      .noRule(number, way: scalar.way), at: scalar.place,
      hint: "add a rule with its record, or with the reason why it needs none, to Evidence/coverage.yaml")
  }

  private func filled(_ template: String, _ values: [String: String]) -> String {
    var text = template
    for (name, value) in values { text = text.replacing("<\(name)>", with: value) }
    return text
  }

  // MARK: Records

  private mutating func compare(_ value: Double?, _ record: EvidenceRecord, compares: Bool, at place: SourcePlace) {
    used.insert(record.id)
    guard let value else { return }
    let written = "the record is at \(shown(record.place.file)):\(record.place.line)"
    if compares, let expected = record.expected, expected != value {
      add(
        .differs(record.id, value, recorded: expected), at: place,
        hint: "\(written); where the model differs on purpose, it says so with \"used\"")
    }
    if let allowed = record.allowed, !allowed.contains(value) {
      add(.outside(record.id, value, allowed: allowed), at: place, hint: written)
    }
  }

  private mutating func checkRecords() {
    for record in records {
      if record.verification == .memory, record.flag == nil {
        add(.noFlag(record.id), at: record.place, hint: "say in \"flag\" what of it is not verified")
      }
      if !used.contains(record.id) {
        let near = NearestName.find(record.id, among: names.filter { byID[$0] == nil })
        add(.unusedRecord(record.id), at: record.place, hint: near.map { "did you mean \"\($0)\"?" })
      }
    }
  }

  private mutating func checkRules() {
    for (position, rule) in rules.numbers.enumerated() where !metNumberRules.contains(position) {
      add(.idleRule("\(rule.file.text) \(rule.at.text)"), at: rule.place, hint: nil)
    }
    for (position, rule) in rules.formulas.enumerated() where !metFormulaRules.contains(position) {
      add(.idleRule(rule.file.text), at: rule.place, hint: nil)
    }
  }

  private func nearestRecord(_ name: String) -> String {
    NearestName.find(name, among: byID.keys.filter { !used.contains($0) }).map { "did you mean the record \"\($0)\"?" }
      ?? "write one in Evidence/parameters; \"grade: E\" and \"verification: assumed\" are honest answers"
  }

  private mutating func add(_ cause: AuditFinding.Cause, at place: SourcePlace, hint: String?) {
    var place = place
    place.file = shown(place.file)
    findings.append(AuditFinding(cause: cause, place: place, hint: hint))
  }

  /// A path inside the library without the library's own.
  private func shown(_ path: String) -> String {
    path.hasPrefix(home.path + "/") ? String(path.dropFirst(home.path.count + 1)) : path
  }
}
