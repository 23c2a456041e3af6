import Antimony
import Equations
import Foundation
import NativeCode
import Solving
import TestSupport
import Testing

/// Leaving out what a run never touches changes no bit of what remains, through the whole solver.
@Suite struct PruningBitsTests {
  static let dosed = "ketamine.venous.S.A1"
  static let outputs = ["ketamine.Cp", "glutamate", "mtorc1", "spines", "topdown", "madrs"]

  static func bits(_ system: EquationSystem) throws -> [UInt64] {
    let infused = try #require(system.states.firstIndex { $0.name == dosed })
    let nodes = try outputs.map { name in try #require(system.observables.first { $0.name == name }).node }
    let kernel = EnsembleKernel(system, outputs: nodes, infusedStates: [infused])
    let code = KernelCode.compiled(try CompiledKernel(kernel.program, width: 2, tier: .quick, cache: nil))
    var parameters = system.parameters.map(\.value)
    for (name, value) in [("noise", 0.3), ("phase3", 2.0)] {
      parameters[try #require(system.parameters.firstIndex { $0.name == name })] = value
    }
    let given = parameters
    let rate = kernel.layout.rates.start
    let times = [0, 0.25, 0.7, 4, 24, 100, 672]
    let job = LaneJob(
      patientCount: 1, startTime: 0, endTime: 672, sampleTimes: times, outputCount: outputs.count,
      relativeTolerance: 1e-6, absoluteTolerance: 1e-9, maximumSteps: 100_000, parameters: { _ in given },
      records: .common([
        InputRecord(time: 0.1, element: rate, action: .set, value: 30),
        InputRecord(time: 0.7, element: rate, action: .set, value: 0),
      ]))
    let result = LaneRunner(kernel: kernel, code: code).run(job, threads: 1)
    #expect(result.outcomes[0].status == .finished)
    return result.values.map(\.bitPattern)
  }

  @Test func theModelLibrary() throws {
    let system = try EquationSystem.build(
      from: AntimonyReader.read(path: ProjectPaths.models.appendingPathComponent("patient.ant").path))
    let pruned = system.pruned(touching: [Self.dosed], outputs: Self.outputs)
    #expect(pruned.states.count < system.states.count / 2)
    #expect(try Self.bits(pruned) == Self.bits(system))
  }
}
