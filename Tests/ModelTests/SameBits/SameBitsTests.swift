import Equations
import Simulation
import Testing

/// A patient's bits depend on the study's seed and the patient alone: not on lanes, threads, the range and order in
/// which patients are run, or on stops on the way.
@Suite struct SameBitsTests {
  /// One case, built once.
  struct Run {
    let study: BitsCase
    let system: EquationSystem
    let schedule: InputSchedule
    let patients: ParameterTable

    init(_ study: BitsCase, patientCount: Int = 21) throws {
      self.study = study
      system = try study.system()
      schedule = try study.schedule()
      patients = try study.patients(patientCount, of: system)
    }

    func simulator(width: Int, threads: Int = 1, interprets: Bool = false) throws -> Simulator {
      var options = SimulationOptions()
      options.seed = 7
      options.width = width
      options.threads = threads
      options.interprets = interprets
      return try Simulator(
        system: system, schedule: schedule, outputs: study.outputs, options: options,
        patientCount: patients.patientCount)
    }

    /// Values by patient, all patients completed.
    func bits(_ course: TimeCourse) -> [[UInt64]] {
      let areCompleted = course.statuses.allSatisfy(\.isCompleted)
      #expect(areCompleted)
      let size = course.times.count * course.outputs.count
      return (0..<course.patientCount).map { course.values[$0 * size..<($0 + 1) * size].map(\.bitPattern) }
    }

    func bits(width: Int, threads: Int = 1, of rows: [Int]? = nil) throws -> [[UInt64]] {
      let table = rows.map { patients.rows($0) } ?? patients
      return bits(try simulator(width: width, threads: threads).run(patients: table, times: study.times))
    }
  }

  @Test(arguments: BitsCase.allCases) func lanesAndThreads(_ study: BitsCase) throws {
    let run = try Run(study)
    let reference = try run.bits(width: 1)
    // The patients differ, or the comparison would say little.
    #expect(Set(reference).count == run.patients.patientCount)
    for (width, threads) in [(1, 2), (4, 1), (4, 2), (8, 1), (8, 2)] {
      #expect(try run.bits(width: width, threads: threads) == reference, "W = \(width), \(threads) threads")
    }
  }

  @Test(arguments: BitsCase.allCases) func rangesAndOrder(_ study: BitsCase) throws {
    let run = try Run(study)
    let reference = try run.bits(width: 8)
    // Blocks, as a population that was interrupted and goes on runs them.
    for cuts in [[0, 1, 21], [0, 8, 16, 21], [0, 5, 6, 17, 21]] {
      let parts = try zip(cuts, cuts.dropFirst()).flatMap { first, end in
        try run.bits(width: 4, threads: 2, of: Array(first..<end))
      }
      #expect(parts == reference, "ranges at \(cuts)")
    }
    let order = (0..<21).map { ($0 * 8 + 3) % 21 }
    #expect(try run.bits(width: 8, threads: 2, of: order) == order.map { reference[$0] })
  }

  @Test(arguments: BitsCase.allCases) func theInterpreter(_ study: BitsCase) throws {
    let run = try Run(study)
    let times = Array(study.times.prefix(4))
    let few = run.patients.rows([3, 11])
    let code = try run.simulator(width: 8).run(patients: few, times: times)
    let interpreted = try run.simulator(width: 1, interprets: true).run(patients: few, times: times)
    #expect(run.bits(code) == run.bits(interpreted))
  }

  /// A run that stops where the solver steps anyway, at an input, goes on as if it had not stopped.
  @Test(arguments: BitsCase.allCases) func resumedAtInputs(_ study: BitsCase) throws {
    let run = try Run(study)
    let reference = run.bits(try run.simulator(width: 1).run(patients: run.patients, times: study.times))
    for (width, threads) in [(4, 1), (8, 2)] {
      let session = try run.simulator(width: width, threads: threads).session(patients: run.patients)
      var parts = [[UInt64]](repeating: [], count: run.patients.patientCount)
      var now = 0.0
      for stop in study.stops + study.times.suffix(1) {
        let isLast = stop == study.times.last
        let times = study.times.filter { $0 >= now && ($0 < stop || isLast) }
        let course = try session.advance(to: stop, sampling: times, isLast: isLast)
        parts = zip(parts, run.bits(course)).map { $0 + $1 }
        now = stop
      }
      #expect(parts == reference, "W = \(width), \(threads) threads")
    }
  }
}
