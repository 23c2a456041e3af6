import Equations
import Pharmacology
import Populations
import Simulation

/// The compiled plans of a trial: one for each arm, or for each sequence of a crossover.
struct TrialCourses: Sendable {
  struct Plan: Sendable {
    var arms: [Int]
    var course: CoursePlan
    var dosed: CourseRunner
    /// Without the doses under test; nil where there are none.
    var spared: CourseRunner?
  }

  let plans: [Plan]
  /// Of the typical patient on each arm: the largest acute effect on each day with doses.
  let typical: [[Double]]

  init(
    _ design: TrialDesign, clock: TrialClock, study: StudyProtocol, system: EquationSystem, run: RunContext,
    parameters: [String: Double]
  ) throws {
    let known = Set(system.observables.map(\.name))
    let outputs = [PatientModelNames.score] + (known.contains(PatientModelNames.acute) ? [PatientModelNames.acute] : [])
    let isNothingFelt = outputs.count < 2 || design.arms.contains { $0.control == .masked }
    let slots = Self.slots(design)
    func runner(_ treatments: [Treatment], _ times: [Double], _ outputs: [String]) throws -> CourseRunner {
      try CourseRunner(
        treatments, times: times, outputs: outputs, study: study, system: system, options: run.options)
    }
    // The typical patient first: what it does not notice, nobody can.
    var noticed: Set<[Int]> = []
    var seen: Set<Int> = []
    var typicalCourses: [(plan: CoursePlan, course: Courses)] = []
    if !isNothingFelt {
      let names = parameters.keys.sorted()
      let table = ParameterTable(names: names, patientCount: 1, values: names.compactMap { parameters[$0] })
      for arms in slots {
        let plan = CoursePlan(design, clock: clock, arms: arms) { _, _ in true }
        let course = try runner(plan.treatments, plan.times, outputs).run(table: table, run: run)
        for period in plan.periods where !seen.contains(period.arm) {
          seen.insert(period.arm)
          for (index, treatment) in design.arms[period.arm].treatments.enumerated() {
            let hours = treatment.occasions.flatMap(AcuteGrid.hours).map { clock.hours(day: period.startDay) + $0 }
            let felt = hours.reduce(0) { max($0, course.acute(0, plan.place(of: $1))) }
            if felt > Self.noticeable { noticed.insert([period.arm, index]) }
          }
        }
        typicalCourses.append((plan, course))
      }
    }
    let kept = slots.map { arms in
      CoursePlan(design, clock: clock, arms: arms) { noticed.contains([$0, $1]) }
    }
    // The same courses again, on the days that count.
    var typical = design.arms.map { _ in [Double]() }
    for (plan, (all, course)) in zip(kept, typicalCourses) {
      for period in plan.periods {
        typical[period.arm] = period.doses.map { dose in
          Self.largest(course, dose.places.map { all.place(of: plan.times[$0]) })
        }
      }
    }
    self.typical = typical
    plans = try zip(slots, kept).map { arms, plan in
      Plan(
        arms: arms, course: plan, dosed: try runner(plan.treatments, plan.times, outputs),
        spared: try plan.withoutTested.map { try runner($0, plan.times, [PatientModelNames.score]) })
    }
  }

  private static let noticeable = 1e-6

  /// What is randomised: arms, or sequences of arms.
  static func slots(_ design: TrialDesign) -> [[Int]] {
    design.crossover == nil
      ? design.arms.indices.map { [$0] } : CrossoverSequences.all(armCount: design.arms.count)
  }

  /// The largest acute effect at some of the times.
  static func largest(_ course: Courses, row: Int = 0, _ places: [Int]) -> Double {
    places.reduce(0) { max($0, course.acute(row, $1)) }
  }
}
