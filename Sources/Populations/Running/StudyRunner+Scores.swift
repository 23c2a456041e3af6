package import Equations
package import Simulation

extension StudyRunner {
  /// Symptom scores of patients of one's own making in one arm, without what the protocol draws.
  package struct ArmScores: Sendable {
    /// The arm's equations, without the compounds that it does not give.
    package var system: EquationSystem
    /// The observable that is the score.
    package var observable: String
    /// A row for each patient, a score for each time; no number where a patient could not be solved so far.
    package var values: [[Double]]
  }

  /// Runs an arm for patients whose parameters are asked for once its equations are known.
  ///
  /// The arm's code is that of a study of `study.patientCount` patients, so that it is made only once for both.
  ///
  /// - Parameters:
  ///   - arm: its place in the protocol.
  ///   - hours: when scores are read, ascending.
  /// - Returns: nil where the arm has no symptom score.
  package func scores(
    arm: Int, hours: [Double], options: SimulationOptions,
    patients: (_ system: EquationSystem, _ observable: String) throws -> ParameterTable
  ) throws -> ArmScores? {
    let plan = plans()[arm]
    guard let score = plan.score else { return nil }
    let simulator = try Simulator(
      system: system, schedule: plan.schedule, outputs: plan.outputs, options: options,
      patientCount: study.patientCount, extraTargets: study.occasionTargets(plan.arm.treatments))
    let table = try patients(simulator.system, plan.outputs[score])
    let course = try simulator.run(patients: table, times: hours)
    return ArmScores(
      system: simulator.system, observable: plan.outputs[score],
      values: (0..<table.patientCount).map { patient in
        hours.indices.map { course.value(patient: patient, time: $0, output: score) }
      })
  }
}
