import Diagnostics
import Equations
import Files
import Populations
import Simulation
import Synchronization
import Testing

/// Populations whose courses are formulas: what comes out is known exactly.
@Suite struct PopulationRunTests {
  private static let study = """
    title: Test
    duration: 12 weeks
    seed: 3
    patients:
      count: 5
      vary:
        p: {distribution: uniform, min: 0.5, max: 1.5}
    arms:
      - title: None
      - title: Drug
        treatments: [alphine 10 mg oral on day 2]
    """

  /// A course that depends on what was drawn only, as a real one; one patient in a hundred fails.
  private static func simulate(_ request: StudyRunner.Request) -> (course: TimeCourse, stateCount: Int) {
    let table = request.patients
    var statuses: [Int: PatientStatus] = [:]
    for row in 0..<table.patientCount where table.number(of: row) % 100 == 7 {
      statuses[row] = .stepTooSmall(time: 3, state: "x", equation: "x*x")
    }
    return ExampleStudy.course(request, statuses: statuses) { output, row, hours in
      let p = table.values[row]
      switch output {
      // Half of the patients respond after some days; some of them relapse.
      case "madrs": return 30 - (p > 1 && hours > 24 * 10 * p && (p < 1.2 || hours < 24 * 40) ? 20 : 0)
      case "glutamate": return p
      default: return p * (1 + hours / 1000)
      }
    }
  }

  private func run(
    _ patients: Range<Int>, from kept: (edges: [UInt8], counts: [UInt8])? = nil, threads: Int = 2,
    stopAt: Int = .max, hooks: PopulationRun.Hooks = .init()
  ) throws -> (run: PopulationRun, state: PopulationState) {
    let run = PopulationRun(try ExampleStudy.runner(Self.study), patients: patients, threads: threads)
    let state = run.start()
    if let kept { try state.restore(edges: kept.edges, counts: kept.counts) }
    var calls = 0
    do {
      try run.run(state, hooks: hooks) { request in
        calls += 1
        if calls > stopAt { throw RunStopped() }
        return Self.simulate(request)
      }
    } catch is RunStopped {}
    return (run, state)
  }

  @Test func fewPatientsAreExactAsInSimulate() throws {
    var study = try ExampleStudy.study(Self.study)
    study.patientCount = 300
    let system = try ExampleStudy.system()
    let runner = try StudyRunner(
      study: study, system: system, stages: Stage.list(ExampleStudy.yaml(ExampleStudy.stages)),
      model: ModelVersion(path: "example.ant", hash: "0", files: [], stateCount: system.states.count))
    let simulated = try runner.run(simulate: Self.simulate)
    let (run, state) = try run(0..<300)
    let result = run.result(of: state)
    #expect(result.extent?.isExact == true && result.extent?.isComplete == true && result.patientCount == 300)
    for (arm, same) in zip(result.arms, simulated.arms) {
      #expect("\(arm.endpoints)" == "\(same.endpoints)" && "\(arm.outcomes)" == "\(same.outcomes)")
      #expect(arm.failures == same.failures)
      #expect(arm.series.map(\.p05) == same.series.map(\.p05) && arm.series.map(\.p75) == same.series.map(\.p75))
      #expect(arm.series.allSatisfy { $0.rankErrors.allSatisfy { $0 == 0 } })
    }
    #expect(result.variability == simulated.variability)
  }

  @Test func manyPatientsAreCountedExactly() throws {
    var rows: [Int] = []
    var hooks = PopulationRun.Hooks()
    hooks.collect = { batch in
      rows += (0..<batch.drawn.count).map(batch.drawn.number)
      #expect(batch.arms.map(\.arm) == [0, 1])
      #expect(batch.arms.allSatisfy { $0.readings.patientCount == batch.drawn.count })
    }
    let (run, state) = try run(100..<6100, hooks: hooks)
    #expect(rows == Array(100..<6100))
    let result = run.result(of: state)
    let drawn = try ExampleStudy.study(Self.study).draw(100..<6100)
    let whole = (0..<6000).filter { ($0 + 100) % 100 != 7 }
    let values = whole.map { drawn.parameters.values[$0] }
    for arm in result.arms {
      #expect(arm.completedCount == 5940 && arm.failedCount == 60 && arm.failures.count == 60)
      #expect(arm.failures.first?.patient == 107 && arm.failures.last?.patient == 6007)
      #expect(arm.outcomes.last?.count == 5940)
      let day28 = try #require(arm.outcomes.first { $0.visit.id == "d28" })
      #expect(day28.response == Double(values.count { $0 > 1 }) / 5940)
      #expect(arm.relapse.responders == values.count { $0 > 1 })
      #expect(arm.relapse.relapsed == values.count { $0 >= 1.2 })
      #expect(arm.relapse.medianDayAmongRelapsed == 40)
      #expect(arm.relapse.relapseFree.map(\.day) == [40])
      let free = Double(values.count { $0 > 1 && $0 < 1.2 }) / Double(values.count { $0 > 1 })
      #expect(abs((arm.relapse.relapseFree.first?.share ?? 0) - free) < 1e-12)
      let glutamate = try #require(arm.series.first { $0.stage == "glutamate" })
      let exact = Quantile.of(values, [0.05, 0.5, 0.95])
      #expect(abs(glutamate.p05[0] - exact[0]) < 0.004 && abs(glutamate.p95[0] - exact[2]) < 0.004)
      #expect(abs(glutamate.p50[0] - exact[1]) < 0.01 && glutamate.counts[0] == 5940)
      #expect(glutamate.rankErrors[0] > 0 && glutamate.rankErrors[0] < 0.02)
    }
    #expect(result.variability[0].drawn.count == 6000)
  }

  @Test func aRunThatGoesOnIsTheSame() throws {
    let whole = try run(0..<9000, threads: 1)
    var kept: (edges: [UInt8], counts: [UInt8])?
    var hooks = PopulationRun.Hooks()
    hooks.keep = { kept = ($0.edgeBytes, $0.countBytes) }
    // Two arms and parts of 1024: stopped in the second block.
    let stopped = try run(0..<9000, threads: 2, stopAt: 11, hooks: hooks)
    #expect(stopped.state.done == 5120)
    #expect(stopped.run.result(of: stopped.state).extent?.isComplete == false)
    var first: Int?
    var after = PopulationRun.Hooks()
    after.collect = { batch in first = first ?? batch.drawn.number(of: 0) }
    let resumed = try run(0..<9000, from: try #require(kept), threads: 2, hooks: after)
    #expect(first == 4096)
    #expect(resumed.state.done == 9000)
    #expect(resumed.state.countBytes == whole.state.countBytes)
    #expect(resumed.state.edgeBytes == whole.state.edgeBytes)
  }

  @Test func refusesBytesThatAreNoState() throws {
    var kept: (edges: [UInt8], counts: [UInt8])?
    var hooks = PopulationRun.Hooks()
    hooks.keep = { kept = ($0.edgeBytes, $0.countBytes) }
    _ = try run(0..<5000, hooks: hooks)
    let (edges, counts) = try #require(kept)
    let run = PopulationRun(try ExampleStudy.runner(Self.study), patients: 0..<5000)
    for (edges, counts) in [
      (Array(edges.dropLast()), counts), (edges, Array(counts.dropLast())), (edges, counts + [0]), ([], counts),
      (edges, []), (counts, edges), (edges, [5] + counts.dropFirst()),
    ] {
      let state = run.start()
      #expect(throws: ByteReader.Damage.self) { try state.restore(edges: edges, counts: counts) }
      #expect(state.done == 0)
    }
    // A shorter run has no such block.
    let short = PopulationRun(try ExampleStudy.runner(Self.study), patients: 0..<4000).start()
    #expect(throws: ByteReader.Damage.self) { try short.restore(edges: edges, counts: counts) }
  }

  @Test func ofAStoppedExactRunTheWholeArmsRemain() throws {
    var rows = 0
    var hooks = PopulationRun.Hooks()
    hooks.collect = { rows += $0.drawn.count * $0.arms.count }
    let stopped = try run(0..<200, stopAt: 1, hooks: hooks)
    #expect(stopped.state.done == 0 && rows == 200)
    let result = stopped.run.result(of: stopped.state)
    #expect(result.arms.map(\.id) == ["none"] && result.extent?.isComplete == false && result.extent?.armCount == 2)
  }
}
