import Diagnostics
import Files

/// Reads the rows of a table, one after the other, and groups them by subject.
struct DosingRecordReader {
  let source: CSVTable
  let columns: DosingColumns
  let model: DosingModel
  let options: DosingOptions

  /// Beyond that, neighbouring times could not be told apart.
  private static let longest = 1e15
  private static let mostAdditional = 1e15

  func subjects() throws -> [DosingTable.Subject] {
    guard !source.rows.isEmpty else { throw source.error("the table has no records", header: 0) }
    var subjects: [DosingTable.Subject] = []
    var seen: Set<String> = []
    var atThisTime = RecordsAtOneTime()
    for row in source.rows.indices {
      let id = try subject(row)
      var record = try record(row)
      if let last = subjects.last, last.id == id, let earlier = last.records.last {
        if record.time < earlier.time {
          throw source.error(
            "time \(CSVText.number(record.time)) comes after \(CSVText.number(earlier.time))\(named(id))", row: row,
            column: columns.time, hint: "sort the records of each subject by time")
        }
        if record.time > earlier.time { atThisTime = RecordsAtOneTime() }
      } else {
        if !seen.insert(id).inserted, let last = subjects.last {
          throw source.error(
            "ID \(id) returns after ID \(last.id)", row: row, column: columns.id ?? 0,
            hint: "keep the records of one ID together")
        }
        subjects.append(DosingTable.Subject(id: id, records: []))
        atThisTime = RecordsAtOneTime()
      }
      if !atThisTime.add(source.rows[row].map(\.trimmed), record.kind) {
        throw source.error(
          "this record is there twice\(named(id))", row: row, column: columns.time,
          hint: "leave one out; two equal doses at one time are one of twice the amount")
      }
      record.row = row
      subjects[subjects.count - 1].records.append(record)
    }
    return subjects
  }

  private func named(_ id: String) -> String { id.isEmpty ? "" : " for ID \(id)" }

  private func subject(_ row: Int) throws -> String {
    guard let column = columns.id else { return "" }
    guard let id = cell(row, column) else { throw source.error("ID is missing", row: row, column: column) }
    return id
  }

  private func record(_ row: Int) throws -> DosingRecord {
    guard let time = try number(row, columns.time) else {
      throw source.error("TIME is missing", row: row, column: columns.time)
    }
    guard time >= 0, time <= Self.longest else {
      throw source.error(
        "TIME must be from 0 to 1e15, not \(CSVText.number(time))", row: row, column: columns.time,
        hint: time < 0 ? "the model's clock starts at 0" : nil)
    }
    var record = DosingRecord(row: row, time: time, kind: .observation)
    let amount = try notNegative(row, columns.amount, "AMT")
    record.kind = try kind(row, amount: amount)
    record.amount = amount
    record.interval = try notNegative(row, columns.interval, "II")
    record.additional = try additional(row)
    record.steadyState = try steadyState(row)
    record.rate = try rate(row)
    record.site = try site(row, record.kind)
    if let column = columns.missing, let flag = try number(row, column), ![0, 1].contains(flag) {
      throw source.error("MDV must be 0 or 1, not \(CSVText.number(flag))", row: row, column: column)
    }
    record.covariates = try columns.covariates.map { try number(row, $0.column) }
    try DosingRecordRules(source: source, columns: columns, model: model).check(record)
    return record
  }

  /// What a row does. Without an EVID column every row with an amount is a dose.
  private func kind(_ row: Int, amount: Double) throws -> DosingRecord.Kind {
    guard let column = columns.kind else {
      let rate = try columns.rate.flatMap { try number(row, $0) } ?? 0
      return amount > 0 || rate != 0 ? .dose : .observation
    }
    let code = try whole(row, column, "EVID", 0...Double(Int32.max)) ?? 0
    switch code {
    case 0: return .observation
    case 1: return .dose
    case 2: return .other
    case 3: return .reset
    case 4: return .resetAndDose
    default: break
    }
    switch (options.dialect, code) {
    case (.mrgsolve, 8), (.rxode2, 5): return .replacement
    case (.rxode2, 6): return .multiplication
    case (nil, 8):
      throw source.error(
        "EVID 8 has a meaning in one dialect only", row: row, column: column,
        hint: "--dialect mrgsolve replaces the amount")
    case (nil, 5), (nil, 6):
      throw source.error(
        "EVID \(code) has a meaning in one dialect only", row: row, column: column,
        hint: "--dialect rxode2 \(code == 5 ? "replaces" : "multiplies") the amount")
    default:
      throw source.error(
        "EVID \(code) is unknown\(options.dialect.map { " in the dialect \($0.rawValue)" } ?? "")", row: row,
        column: column, hint: "0 observes, 1 doses, 2 carries covariates, 3 resets, 4 resets and doses")
    }
  }

  private func rate(_ row: Int) throws -> DosingRecord.Rate {
    guard let column = columns.rate, let rate = try number(row, column), rate != 0 else { return .atOnce }
    switch rate {
    case -1: return .modelledRate
    case -2: return .modelledDuration
    case 0...: return .fixed(rate)
    default:
      throw source.error(
        "RATE must be at least 0, -1 or -2, not \(CSVText.number(rate))", row: row, column: column,
        hint: "-1 is a rate and -2 a duration that the model gives")
    }
  }

  private func additional(_ row: Int) throws -> Int {
    guard let column = columns.additional else { return 0 }
    return try whole(row, column, "ADDL", 0...Self.mostAdditional) ?? 0
  }

  private func steadyState(_ row: Int) throws -> DosingRecord.SteadyState {
    guard let column = columns.steadyState, let code = try number(row, column) else { return .none }
    guard let value = DosingRecord.SteadyState(rawValue: Int(exactly: code) ?? -1) else {
      throw source.error("SS must be 0, 1 or 2, not \(CSVText.number(code))", row: row, column: column)
    }
    return value
  }

  /// The position of the site that CMT names; nil for none.
  private func site(_ row: Int, _ kind: DosingRecord.Kind) throws -> Int? {
    guard let column = columns.site, let text = cell(row, column), kind != .reset else { return nil }
    if let number = YAMLNumber.parse(text) {
      let position = Int(exactly: number) ?? 0
      if position == 0, number == 0, kind == .observation || kind == .other { return nil }
      if kind == .other, position < 0 {
        throw source.error(
          "CMT \(text) with EVID 2 turns a compartment off, which is not supported", row: row, column: column)
      }
      guard model.sites.indices.contains(position - 1) else {
        throw source.error(
          "there is no compartment \(text)", row: row, column: column,
          hint: model.sites.isEmpty
            ? "the model has no state that takes doses"
            : "they are numbered from 1 (\(model.sites[0].name)) to \(model.sites.count)"
              + " (\(model.sites[model.sites.count - 1].name))")
      }
      return position - 1
    }
    guard let site = model.site(named: text) else {
      throw source.error(
        "unknown compartment \"\(text)\"", row: row, column: column,
        hint: NearestName.hint(text, among: model.sites.map(\.name)))
    }
    return site
  }
}

/// Cells.
extension DosingRecordReader {
  /// A cell's text; nil where it is empty, a dot or NA.
  private func cell(_ row: Int, _ column: Int) -> String? {
    let text = source.rows[row][column].trimmed
    return text.isEmpty || text == "." || text == "NA" ? nil : text
  }

  private func number(_ row: Int, _ column: Int) throws -> Double? {
    guard let text = cell(row, column) else { return nil }
    guard let value = YAMLNumber.parse(text) else {
      throw source.error(
        "\"\(text)\" in column \"\(source.header[column].trimmed)\" is not a number", row: row, column: column)
    }
    return value
  }

  private func notNegative(_ row: Int, _ column: Int?, _ name: String) throws -> Double {
    guard let column, let value = try number(row, column) else { return 0 }
    guard value >= 0 else {
      throw source.error("\(name) must be at least 0, not \(CSVText.number(value))", row: row, column: column)
    }
    return value
  }

  private func whole(_ row: Int, _ column: Int, _ name: String, _ range: ClosedRange<Double>) throws -> Int? {
    guard let value = try number(row, column) else { return nil }
    guard range.contains(value), value == value.rounded() else {
      throw source.error(
        "\(name) must be a whole number of at least 0, not \(CSVText.number(value))", row: row, column: column)
    }
    return Int(value)
  }
}

/// The records of one subject at one time, to find those that are there twice. The same observation before and after
/// another record is two.
private struct RecordsAtOneTime {
  private var observations: Set<[String]> = []
  private var others: Set<[String]> = []

  /// - Returns: whether the record is new.
  mutating func add(_ fields: [String], _ kind: DosingRecord.Kind) -> Bool {
    if kind == .observation { return observations.insert(fields).inserted }
    observations = []
    return others.insert(fields).inserted
  }
}
