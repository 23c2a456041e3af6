import Diagnostics
import Equations
import Files
import Simulation

/// A dose that has been given forever, with what held at its record.
struct SteadyDose {
  var subject: Int
  var dose: PlannedDose
  /// Of the covariates that change with time.
  var levels: [Double]
}

/// The steady states of all doses of a table that ask for one.
struct SteadyDoses {
  let doses: [SteadyDose]
  let table: DosingTable
  let simulator: Simulator
  let patients: ParameterTable
  let places: DoseQueue.Places
  let starts: [[Double]]

  /// States by row of the table, and what was left out of them.
  ///
  /// - Throws: `InputError` at the record that has no steady state.
  func solve() throws -> (states: [Int: [Double]], warnings: [Explanation]) {
    guard let first = doses.first else { return ([:], []) }
    let solver = try explaining(first) {
      try SteadyStateSolver(simulator: simulator, patients: patients, starts: starts)
    }
    var found: [SteadyStateProblem: SteadyState] = [:]
    var states: [Int: [Double]] = [:]
    var accumulating: [Int: SteadyDose] = [:]
    for steady in doses {
      guard let problem = problem(steady) else { continue }
      let state = try found[problem] ?? explaining(steady) { try solver.solve(problem) }
      found[problem] = state
      states[steady.dose.row] = state.states
      for slot in state.accumulating where accumulating[slot] == nil { accumulating[slot] = steady }
    }
    let warnings = accumulating.sorted { $0.key < $1.key }.map { slot, steady in
      error(
        "\"\(simulator.system.states[slot].name)\" only accumulates, so it has no steady state; it is put at its start",
        steady
      ).explanation
    }
    return (states, warnings)
  }

  private func problem(_ steady: SteadyDose) -> SteadyStateProblem? {
    let dose = steady.dose
    guard let state = places.states[dose.site] else { return nil }
    let regimen: SteadyStateProblem.Regimen =
      if dose.isConstantInfusion {
        .constant(rate: dose.rate)
      } else if dose.rate > 0, dose.duration > 0 {
        .infusions(rate: dose.rate, duration: dose.duration, interval: dose.interval)
      } else {
        .boluses(amount: dose.amount, interval: dose.interval)
      }
    let phase =
      dose.isConstantInfusion
      ? 0 : DoseTrain(lag: dose.lag, duration: dose.duration, interval: dose.interval).phase
    return SteadyStateProblem(
      patient: steady.subject, state: state, regimen: regimen, phase: phase,
      levels: zip(places.inputs, steady.levels).map { .init(input: $0, value: $1) })
  }

  private func explaining<Result>(_ steady: SteadyDose, _ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let failure as SteadyStateFailure { throw error(failure.reason, steady) }
  }

  private func error(_ problem: String, _ steady: SteadyDose) -> InputError {
    table.source.error(problem, row: steady.dose.row, column: table.columns.steadyState ?? table.columns.time)
  }
}
