import Diagnostics
import Files
import Simulation

/// Evaluates what a model says about each dose: its share, lag, rate and duration, from the record's own covariates.
struct DosePlanner {
  let table: DosingTable
  let model: DosingModel
  /// By site.
  private let expressions: [Int: SiteExpressions]
  private let evaluator: ParameterExpressions
  private let slots: [String: Int]

  /// - Parameters:
  ///   - makeEvaluator: given the names, what computes their values.
  init(
    table: DosingTable, model: DosingModel, makeEvaluator: ([String]) throws -> ParameterExpressions
  ) throws {
    self.table = table
    self.model = model
    var expressions: [Int: SiteExpressions] = [:]
    for subject in table.subjects {
      for case (let site?, true) in subject.records.map({ ($0.site, $0.givesDose) }) where expressions[site] == nil {
        expressions[site] = try SiteExpressions(model, site: site)
      }
    }
    self.expressions = expressions
    let names = Set(expressions.values.flatMap(\.names)).sorted()
    evaluator = try makeEvaluator(names)
    slots = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// - Parameter inputs: the levels of the covariates that change with time.
  /// - Throws: `InputError` at the record when a value makes no sense.
  func dose(
    _ record: DosingRecord, patient: Int, inputs: [(name: String, level: Double)]
  ) throws -> PlannedDose? {
    guard record.givesDose, let site = record.site, let expressions = expressions[site] else { return nil }
    let values =
      slots.isEmpty ? [] : evaluator.values(patient: patient, time: record.time, inputs: inputs)
    func value(_ name: String?) -> (name: String, value: Double)? {
      name.flatMap { name in slots[name].map { (name, values[$0]) } }
    }
    let share = try checked(value(expressions.bioavailability), record, from: 0, column: table.columns.amount) ?? 1
    let lag = try checked(value(expressions.lag), record, from: 0, column: table.columns.time) ?? 0
    var dose = PlannedDose(
      row: record.row, site: site, amount: record.amount * share, rate: 0, duration: 0, lag: lag,
      interval: record.interval, additional: record.additional, steadyState: record.steadyState,
      isConstantInfusion: record.isConstantInfusion)
    switch record.rate {
    case .atOnce: break
    case .fixed(let rate):
      dose.rate = rate
      dose.duration = dose.amount / rate
    case .modelledRate:
      let rate = try required(value(expressions.rate), record, "RATE -1", "R", site)
      dose.rate = rate
      dose.duration = dose.amount / rate
    case .modelledDuration:
      dose.duration = try required(value(expressions.duration), record, "RATE -2", "D", site)
      dose.rate = dose.amount / dose.duration
    }
    return dose
  }

  private func required(
    _ given: (name: String, value: Double)?, _ record: DosingRecord, _ code: String, _ letter: String, _ site: Int
  ) throws -> Double {
    guard let value = try checked(given, record, above: 0, column: table.columns.rate) else {
      let name = model.sites[site].name
      throw table.error(
        "\(code) needs a parameter \"\(letter)_\(name)\" of the model", record, column: table.columns.rate,
        hint: "the model names none for doses into \"\(name)\", nor \"\(letter)\(site + 1)\"")
    }
    return value
  }

  private func checked(
    _ given: (name: String, value: Double)?, _ record: DosingRecord, from least: Double? = nil,
    above bound: Double = -1, column: Int?
  ) throws -> Double? {
    guard let given else { return nil }
    guard given.value.isFinite, given.value > bound, given.value >= least ?? bound else {
      let wanted = least.map { "at least \(CSVText.number($0))" } ?? "above \(CSVText.number(bound))"
      throw table.error(
        "\"\(given.name)\" must be \(wanted) for a dose, and it is \(given.value)", record, column: column)
    }
    return given.value
  }
}
