import Antimony
import Equations
import Foundation
import NativeCode
import Simulation
import Solving
import TestSupport

/// Runs one problem of the reference set with Rodas5P in one lane and with SUNDIALS' method for the same equations.
struct Measurement {
  /// Of Rodas5P, each with a right-hand side; the first has the Jacobian too.
  private static let stages = 8
  /// Runs are repeated until they took this many seconds together, and the quickest counts.
  private static let patience = 0.2

  let reference: StiffReference
  let system: EquationSystem

  init(_ reference: StiffReference) throws {
    self.reference = reference
    system = try EquationSystem.build(from: AntimonyReader.read(path: reference.path))
  }

  func own(relativeTolerance: Double) throws -> WorkPrecision {
    var options = SimulationOptions()
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = relativeTolerance * reference.absoluteScale
    options.threads = 1
    options.width = 1
    options.tier = .full
    let simulator = try Simulator(
      system: system, schedule: .init([]), outputs: reference.quantities, options: options)
    let patient = ParameterTable.defaults(patientCount: 1)
    let (course, seconds) = try quickest { try simulator.run(patients: patient, times: reference.times) }
    let (accepted, rejected) = (course.statistics.acceptedSteps, course.statistics.rejectedSteps)
    return WorkPrecision(
      problem: reference.name, method: "Rodas5P", relativeTolerance: relativeTolerance,
      largestError: reference.largestError(course.values), acceptedSteps: accepted, rejectedSteps: rejected,
      rightHandSides: Self.stages * (accepted + rejected), jacobians: accepted + rejected, seconds: seconds)
  }

  func sundials(relativeTolerance: Double) throws -> WorkPrecision {
    let method = reference.hasAlgebraicRule ? SecondOpinion.Method.ida : .cvode
    let pruned = system.pruned(touching: [], outputs: reference.quantities)
    let opinion = try SecondOpinion(pruned, outputs: pruned.observables.map(\.node), method: method)
    let (course, seconds) = try quickest {
      try opinion.run(
        parameters: pruned.parameters.map(\.value), events: [], sampleTimes: reference.times,
        endTime: reference.times.last ?? 0, relativeTolerance: relativeTolerance,
        absoluteTolerance: relativeTolerance * reference.absoluteScale, maximumSteps: 100_000)
    }
    return WorkPrecision(
      problem: reference.name, method: method == .ida ? "IDA" : "CVODE", relativeTolerance: relativeTolerance,
      largestError: reference.largestError(course.values), acceptedSteps: course.outcome.steps, rejectedSteps: nil,
      rightHandSides: course.rightHandSides, jacobians: course.jacobians, seconds: seconds)
  }

  /// The value, and the least processor time that one of the runs took: other programs' shares are not counted.
  private func quickest<Value>(_ run: () throws -> Value) throws -> (Value, Double) {
    let begin = processorSeconds
    var best = Double.infinity
    while true {
      let start = processorSeconds
      let value = try run()
      let end = processorSeconds
      best = min(best, end - start)
      if end - begin > Self.patience { return (value, best) }
    }
  }

  private var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
