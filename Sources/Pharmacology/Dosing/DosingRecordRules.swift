import Diagnostics
import Files

/// What the fields of one record may be together.
struct DosingRecordRules {
  let source: CSVTable
  let columns: DosingColumns
  let model: DosingModel

  /// - Throws: `InputError` at the field that does not fit.
  func check(_ record: DosingRecord) throws {
    if record.givesDose {
      try checkSite(record)
      try checkDose(record)
    } else {
      try checkThatNothingIsGiven(record)
      if record.kind == .replacement || record.kind == .multiplication { try checkSite(record) }
    }
  }

  private func checkSite(_ record: DosingRecord) throws {
    guard record.site == nil else { return }
    guard let column = columns.site else {
      throw source.error(
        "there is no column \"CMT\", and this record needs a compartment", row: record.row, column: columns.time)
    }
    throw source.error(
      "CMT is missing", row: record.row, column: column, hint: "write a compartment's name or number")
  }

  private func checkDose(_ record: DosingRecord) throws {
    guard columns.amount != nil else {
      throw source.error("there is no column \"AMT\", and this record is a dose", row: record.row, column: columns.time)
    }
    if record.additional > 0, record.interval == 0 {
      throw error("ADDL \(record.additional) needs an interval II above 0", record, columns.additional)
    }
    if record.isConstantInfusion { return try checkConstantInfusion(record) }
    if record.steadyState != .none, record.interval == 0 {
      throw error(
        "SS \(record.steadyState.rawValue) needs an interval II above 0", record, columns.steadyState,
        hint: "only an endless infusion (AMT 0, RATE above 0) has a steady state without II")
    }
    if record.amount == 0, case .fixed = record.rate {
      throw error("an infusion needs an amount", record, columns.amount, hint: "AMT 0 with RATE needs SS 1 or 2")
    }
  }

  private func checkConstantInfusion(_ record: DosingRecord) throws {
    if record.interval > 0 {
      throw error("an endless infusion (SS with AMT 0) has no interval II", record, columns.interval)
    }
    if record.additional > 0 {
      throw error("an endless infusion (SS with AMT 0) has no additional doses", record, columns.additional)
    }
    if record.rate == .modelledDuration {
      throw error("an endless infusion (SS with AMT 0) has no duration", record, columns.rate)
    }
  }

  private func checkThatNothingIsGiven(_ record: DosingRecord) throws {
    let changesAmount = record.kind == .replacement || record.kind == .multiplication
    if changesAmount, columns.amount == nil {
      throw source.error(
        "there is no column \"AMT\", and this record needs one", row: record.row, column: columns.time)
    }
    let name = Self.name(record.kind)
    let fields: [(Bool, String, Int?)] = [
      (record.amount == 0 || changesAmount, "AMT", columns.amount),
      (record.rate == .atOnce, "RATE", columns.rate),
      (record.interval == 0, "II", columns.interval),
      (record.additional == 0, "ADDL", columns.additional),
      (record.steadyState == .none, "SS", columns.steadyState),
    ]
    for (isEmpty, field, column) in fields where !isEmpty {
      throw error("\(field) must be 0 or empty in \(name)", record, column)
    }
  }

  private static func name(_ kind: DosingRecord.Kind) -> String {
    switch kind {
    case .observation: "an observation (EVID 0)"
    case .other: "a record of covariates (EVID 2)"
    case .reset: "a reset (EVID 3)"
    case .dose, .resetAndDose: "a dose"
    case .replacement: "a replacement"
    case .multiplication: "a multiplication"
    }
  }

  private func error(_ problem: String, _ record: DosingRecord, _ column: Int?, hint: String? = nil) -> InputError {
    source.error(problem, row: record.row, column: column ?? columns.time, hint: hint)
  }
}
