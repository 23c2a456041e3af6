import Equations
package import Evidence
package import Populations
package import Simulation

/// What one number of the model does: what follows from it, and how far the relief in each arm of a protocol moves.
package struct NumberEffects: Sendable {
  /// Relief against the first arm, in points of the score, at each of the days: as the model is, and with the number
  /// at the two values of each step.
  package struct Arm: Sendable {
    package var title: String
    package var relief: [Double]
    /// For each step: at the lower and at the higher value.
    package var changed: [(low: [Double], high: [Double])]
  }

  /// Two values around the number.
  package struct Step: Sendable {
    /// `10 %` or `what its record allows`
    package var title: String
    package var low: Double
    package var high: Double
  }

  /// The states whose rate or start the number enters itself.
  package var states: [String]
  /// Titles of the stages of the chain that follow from it.
  package var stages: [String]
  package var comparator: String
  package var steps: [Step]
  package var arms: [Arm]

  package static let days = [1.0, 7, 28, 84]

  /// - Parameters:
  ///   - runner: of the protocol whose arms are simulated, each for the model's default patient.
  /// - Returns: nil where the record is of no parameter of the protocol's model.
  /// - Complexity: up to five courses an arm.
  package static func measured(
    _ record: EvidenceRecord, runner: StudyRunner, options: SimulationOptions
  ) throws -> NumberEffects? {
    let system = runner.system
    let name = system.synonyms[record.id] ?? record.id
    guard let parameter = system.parameters.first(where: { $0.name == name }) else { return nil }
    let steps: [(String, NumberStep)] = [
      ("10 %", NumberStep.tenth(of: parameter.value)),
      ("its stated range", NumberStep.range(of: record, value: parameter.value)),
    ].compactMap { title, step in step.map { (title, $0) } }
    let values = [parameter.value] + steps.flatMap { [$0.1.low, $0.1.high] }
    let hours = days.map { $0 * 24 }.filter { $0 <= runner.study.durationHours }
    let table = ParameterTable(names: [name], patientCount: values.count, values: values)
    let scores = try runner.study.arms.indices.map { arm in
      try runner.scores(arm: arm, hours: hours, options: options) { _, _ in table }?.values
    }
    guard let untreated = scores.first ?? nil else { return nil }
    let arms = zip(runner.study.arms, scores).dropFirst().compactMap { arm, values -> Arm? in
      guard let values else { return nil }
      let relief = zip(untreated, values).map { zip($0, $1).map { $0 - $1 } }
      return Arm(
        title: arm.title, relief: relief[0],
        changed: steps.indices.map { (low: relief[1 + 2 * $0], high: relief[2 + 2 * $0]) })
    }
    let reach = ParameterReach(system)
    return NumberEffects(
      states: reach.directStates(of: name),
      stages: runner.stages.filter { stage in
        !reach.observables(among: observables(of: stage, runner), dependingOn: name).isEmpty
      }.map(\.title), comparator: runner.study.arms[0].title,
      steps: steps.map { Step(title: $0, low: $1.low, high: $1.high) }, arms: arms)
  }

  /// What a stage is read from: where it is read from each compound, from all that the model has.
  private static func observables(of stage: Stage, _ runner: StudyRunner) -> [String] {
    switch stage.source {
    case .observable(let name): [name]
    case .perCompound(let output):
      runner.system.observables.map(\.name).filter { name in
        name.hasSuffix("." + output) && name.split(separator: ".").count == 2
      }
    }
  }
}
