package import Equations
package import Networks
package import Pharmacology
import Simulation

extension StudyProtocol {
  /// The equations of the study's model: parameters that take new values on occasions become inputs of it.
  ///
  /// - Throws: what is wrong with the network.
  package mutating func equations(of network: Network) throws -> EquationSystem {
    let names = population.occasions.map(\.parameter)
    guard !names.isEmpty else { return try EquationSystem.build(from: network) }
    let (changed, starts) = network.withInputs(names)
    population.startNames = starts
    return try EquationSystem.build(from: changed)
  }

  /// The names that ``DrawnPatients/ownChanges(in:treatments:)`` reaches in an arm, to be told to the simulator.
  package func occasionTargets(_ treatments: [Treatment]) -> Set<String> {
    Set(
      population.occasions.filter { !$0.hours(treatments: treatments, end: durationHours).isEmpty }.map(\.parameter))
  }
}

/// What is needed to draw patients' values on occasions.
struct OccasionDraws: Sendable {
  var effects: [OccasionEffect] = []
  var seed: UInt64 = 0
  var durationHours = 0.0
  /// The parameters that hold the patients' own values.
  var startNames: [String: String] = [:]

  /// The changes of one row of a table, by time.
  func changes(
    in simulator: Simulator, treatments: [Treatment], parameters: ParameterTable, attempts: [Int]
  ) -> PatientChanges {
    let system = simulator.system
    let courses = effects.compactMap {
      effect -> (effect: OccasionEffect, input: Int, start: String, hours: [Double])? in
      guard let input = system.inputs.firstIndex(where: { $0.name == effect.parameter }) else { return nil }
      return (
        effect, input, startNames[effect.parameter] ?? effect.parameter,
        effect.hours(treatments: treatments, end: durationHours)
      )
    }
    if courses.allSatisfy(\.hours.isEmpty) { return { _, _ in [] } }
    let owns = courses.map { course -> (column: Int?, value: Double) in
      (
        parameters.names.firstIndex(of: course.start),
        system.parameters.first { $0.name == course.start }?.value ?? .nan
      )
    }
    return { [seed] row, end in
      var changes: [InputChange] = []
      for (course, own) in zip(courses, owns) {
        let value = own.column.map { parameters.values[row * parameters.names.count + $0] } ?? own.value
        for (occasion, hour) in course.hours.enumerated() where hour <= end {
          changes.append(
            InputChange(
              time: hour, place: .input(course.input), action: .set,
              value: course.effect.value(
                own: value, seed: seed, patient: parameters.number(of: row), attempt: attempts[row] - 1,
                occasion: occasion)))
        }
      }
      return changes.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
  }
}
