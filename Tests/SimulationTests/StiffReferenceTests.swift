import Antimony
import Equations
import Simulation
import TestSupport
import Testing

/// The stiff reference set, read from Antimony texts: all methods reach the published end values, each to what its
/// tolerance promises. A problem's error is the largest relative one over all its quantities, however small they are.
@Suite struct StiffReferenceTests {
  private func error(
    _ reference: StiffReference, _ method: SimulationOptions.Method, relativeTolerance: Double
  ) throws -> Double {
    let system = try EquationSystem.build(from: AntimonyReader.read(path: reference.path))
    var options = SimulationOptions()
    options.method = method
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = relativeTolerance * reference.absoluteScale
    let course = try Simulator(
      system: system, schedule: .init([]), outputs: reference.quantities, options: options
    ).run(patients: .defaults(patientCount: 1), times: reference.times)
    #expect(course.statuses == [.completed])
    return reference.largestError(course.values)
  }

  /// Within five times the relative tolerance from 1e-3 to 1e-7. At 1e-9 rounding shows in Robertson's problem, whose
  /// second species ends at 1e-13 beside a sum of one: its error jumps between 6e-9 and 4e-8 with the tolerance's last
  /// digits.
  @Test(arguments: StiffReference.all) func rodas5P(_ reference: StiffReference) throws {
    for tolerance in [1e-3, 1e-5, 1e-7] {
      let error = try error(reference, .rodas5p, relativeTolerance: tolerance)
      #expect(error < 5 * tolerance, "\(reference.name) at \(tolerance)")
    }
    #expect(try error(reference, .rodas5p, relativeTolerance: 1e-9) < 1e-7)
  }

  /// BDF lets errors of steps add up to some hundred tolerances: by which digit of rounding, up to 260 in OREGO. Looser
  /// tolerances than these make CVODE 6.4 give up there.
  @Test(arguments: StiffReference.ordinary) func cvode(_ reference: StiffReference) throws {
    for tolerance in [1e-7, 1e-9] {
      let error = try error(reference, .cvode, relativeTolerance: tolerance)
      #expect(error < 500 * tolerance, "\(reference.name) at \(tolerance)")
    }
  }

  @Test(arguments: StiffReference.ordinary + [.chemicalAkzoNobel]) func ida(_ reference: StiffReference) throws {
    for tolerance in [1e-7, 1e-9] {
      let error = try error(reference, .ida, relativeTolerance: tolerance)
      #expect(error < 200 * tolerance, "\(reference.name) at \(tolerance)")
    }
  }

  /// Tighter, IDA stands still: the sum of one rounds at 1e-16, which is more than the absolute tolerance then.
  @Test func idaOnRobertsonsAlgebraicRule() throws {
    for tolerance in [1e-4, 1e-6] {
      #expect(try error(.robertsonDAE, .ida, relativeTolerance: tolerance) < 200 * tolerance)
    }
  }
}
