package import Equations

/// Choices of a run that may change its numbers (tolerances, method) or only its speed (threads, code tier).
package struct SimulationOptions: Sendable, Hashable {
  package enum Method: String, Sendable, CaseIterable {
    case rodas5p, cvode, ida
  }
  package var method = Method.rodas5p
  package var relativeTolerance = 1e-6
  package var absoluteTolerance = 1e-9
  package var maximumSteps = 1_000_000
  package var threads = 0
  package init() {}
}

/// One model with one schedule, ready to run for many patients.
package struct Simulator: Sendable {
  package let system: EquationSystem
  package let schedule: InputSchedule
  package let outputs: [String]
  package let options: SimulationOptions

  /// - Parameters:
  ///   - outputs: names of states, rules' variables or any other observable.
  /// - Throws: an error that names the unknown output, target or parameter and the nearest known one.
  package init(
    system: EquationSystem, schedule: InputSchedule, outputs: [String], options: SimulationOptions = .init()
  ) throws {
    self.system = system
    self.schedule = schedule
    self.outputs = outputs
    self.options = options
  }

  /// Runs every patient from time 0 to the last sample time. Deterministic: a patient's course depends on its own
  /// parameters only, not on lanes, threads or neighbours.
  package func run(patients: ParameterTable, times: [Double]) throws -> TimeCourse {
    preconditionFailure("Simulation is being built on another branch")
  }
}
