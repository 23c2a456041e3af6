import Equations
import Foundation
import Pharmacology
import Populations
import Simulation

/// How the caller wants things run.
struct RunContext: Sendable {
  var options: SimulationOptions
  var shouldStop: @Sendable () -> Bool

  var threads: Int { options.threads > 0 ? options.threads : ProcessInfo.processInfo.activeProcessorCount }
}

/// Courses of some patients: the score and, where it is asked for, what is felt.
struct Courses: Sendable {
  let times: [Double]
  private let stride: Int
  private let values: [Double]
  private let failures: [Int: String]

  init(_ course: TimeCourse) {
    times = course.times
    stride = course.outputs.count
    values = course.values
    failures = Dictionary(
      uniqueKeysWithValues: course.statuses.enumerated().compactMap { row, status in
        PatientFailure(patient: row, status: status).map { (row, $0.reason) }
      })
  }

  /// The score of a row at a time, by their places.
  func value(_ row: Int, _ time: Int) -> Double { values[(row * times.count + time) * stride] }
  /// 0 where the model has none.
  func acute(_ row: Int, _ time: Int) -> Double {
    stride > 1 ? values[(row * times.count + time) * stride + 1] : 0
  }
  func failure(_ row: Int) -> String? { failures[row] }
}

/// One plan of treatments, compiled once, for any patients.
struct CourseRunner: Sendable {
  let treatments: [Treatment]
  let times: [Double]
  private let simulator: Simulator

  /// - Throws: what is wrong with the names of treatments or outputs.
  init(
    _ treatments: [Treatment], times: [Double], outputs: [String], study: StudyProtocol, system: EquationSystem,
    options: SimulationOptions
  ) throws {
    self.treatments = treatments
    self.times = times
    simulator = try Simulator(
      system: system, schedule: InputSchedule(treatments), outputs: outputs, options: options, patientCount: 4096,
      extraTargets: study.occasionTargets(treatments))
  }

  func run(table: ParameterTable, run: RunContext) throws -> Courses {
    Courses(try simulator.run(patients: table, times: times, shouldStop: run.shouldStop))
  }

  func run(_ block: PatientBlock, run: RunContext) throws -> Courses {
    Courses(
      try simulator.run(
        patients: block.drawn.parameters, times: times,
        ownChanges: block.drawn.hasOccasions ? block.drawn.ownChanges(in: simulator, treatments: treatments) : nil,
        shouldStop: run.shouldStop))
  }
}
