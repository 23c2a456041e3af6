import Antimony
import Equations
import NativeCode
import Simulation
import Solving
import TestSupport

/// One run of one problem: what it cost and how far off it was.
struct WorkPrecision {
  var problem: String
  var method: String
  var relativeTolerance: Double
  /// Of all compared values, relative to the reference.
  var largestError: Double
  var steps: Int
  var rejectedSteps: Int
  /// Evaluations of the right-hand side.
  var rightHandSides: Int
  var jacobians: Int
  var seconds: Double
}

/// Measures Rodas5P in one lane and SUNDIALS' method for the same equations.
struct Measurement {
  /// Of Rodas5P; the first evaluates the Jacobian too.
  private static let stages = 8

  let reference: StiffReference
  let system: EquationSystem
  let simulator: (SimulationOptions) throws -> Simulator
  /// Runs are repeated until they take this long together, and the quickest counts.
  var duration = 0.2

  init(_ reference: StiffReference) throws {
    self.reference = reference
    let system = try EquationSystem.build(from: AntimonyReader.read(path: reference.path))
    self.system = system
    simulator = { try Simulator(system: system, schedule: .init([]), outputs: reference.quantities, options: $0) }
  }

  var secondOpinion: SecondOpinion.Method { reference.hasAlgebraicRule ? .ida : .cvode }

  func own(relativeTolerance: Double) throws -> WorkPrecision {
    var options = SimulationOptions()
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = relativeTolerance * reference.absoluteScale
    options.threads = 1
    options.width = 1
    options.tier = .full
    let simulator = try simulator(options)
    let patient = ParameterTable.defaults(patientCount: 1)
    let (course, seconds) = try quickest { try simulator.run(patients: patient, times: reference.times) }
    let (accepted, rejected) = (course.statistics.acceptedSteps, course.statistics.rejectedSteps)
    return WorkPrecision(
      problem: reference.name, method: "Rodas5P", relativeTolerance: relativeTolerance,
      largestError: reference.largestError(course.values), steps: accepted, rejectedSteps: rejected,
      rightHandSides: Self.stages * (accepted + rejected), jacobians: accepted + rejected,
      seconds: seconds)
  }

  func sundials(relativeTolerance: Double) throws -> WorkPrecision {
    let pruned = system.pruned(touching: [], outputs: reference.quantities)
    let opinion = try SecondOpinion(pruned, outputs: pruned.observables.map(\.node), method: secondOpinion)
    let (course, seconds) = try quickest {
      try opinion.run(
        parameters: pruned.parameters.map(\.value), events: [], sampleTimes: reference.times,
        endTime: reference.times.last ?? 0, relativeTolerance: relativeTolerance,
        absoluteTolerance: relativeTolerance * reference.absoluteScale, maximumSteps: 1_000_000)
    }
    return WorkPrecision(
      problem: reference.name, method: secondOpinion == .ida ? "IDA" : "CVODE", relativeTolerance: relativeTolerance,
      largestError: reference.largestError(course.values), steps: course.outcome.steps, rejectedSteps: 0,
      rightHandSides: course.rightHandSides, jacobians: course.jacobians, seconds: seconds)
  }

  private func quickest<Value>(_ run: () throws -> Value) throws -> (Value, Double) {
    let clock = ContinuousClock()
    let begin = clock.now
    var best = Double.infinity
    while true {
      let start = clock.now
      let value = try run()
      let now = clock.now
      best = min(best, Double((now - start).components.attoseconds) * 1e-18 + Double((now - start).components.seconds))
      if now - begin > .seconds(duration) { return (value, best) }
    }
  }
}
