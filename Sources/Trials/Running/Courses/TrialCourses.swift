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
    /// Where rules decide on the arm.
    var decisions: DecisionPlan?
  }

  let plans: [Plan]
  /// Of the typical patient on each arm: the largest acute effect on each of ``noticedDays``.
  let typical: [[Double]]
  /// For each arm and treatment, whether its doses can be noticed.
  let isNoticed: [[Bool]]
  /// Days (of a period) on which some arm has doses that can be noticed, ascending.
  let noticedDays: [Int]

  /// - Parameter parameters: values that the trial sets in the model.
  init(
    _ design: TrialDesign, clock: TrialClock, study: StudyProtocol, system: EquationSystem, run: RunContext,
    parameters: [String: Double]
  ) throws {
    let known = Set(system.observables.map(\.name))
    let outputs = [PatientModelNames.score] + (known.contains(PatientModelNames.acute) ? [PatientModelNames.acute] : [])
    let isSilent = outputs.count < 2 || design.arms.contains { $0.control == .masked }
    func runner(_ treatments: [Treatment], _ times: [Double], _ outputs: [String]) throws -> CourseRunner {
      try CourseRunner(
        treatments, times: times, outputs: outputs, study: study, system: system, options: run.options)
    }
    // The typical patient first: what it does not notice, nobody can.
    let names = parameters.keys.sorted()
    let table = ParameterTable(names: names, patientCount: 1, values: names.compactMap { parameters[$0] })
    func felt(_ treatments: [Treatment]) throws -> TypicalCourse {
      var times = SampleTimes()
      times.add([0])
      times.add(treatments.filter(\.isDose).flatMap(\.occasions).flatMap(AcuteGrid.hours))
      let sorted = times.sorted()
      return TypicalCourse(
        course: try runner(treatments, sorted.hours, outputs).run(table: table, run: run), times: sorted)
    }
    let alone = try design.arms.map { isSilent ? nil : try felt($0.treatments) }
    let regimens = try design.regimens.map { isSilent ? nil : try felt($0.treatments) }
    let isNoticed = zip(design.arms, alone).map { arm, course in
      arm.treatments.map { course?.isNoticed($0) ?? false }
    }
    let days = Set(
      design.arms.indices.flatMap { arm in
        zip(design.arms[arm].treatments, isNoticed[arm]).flatMap { treatment, isNoticed in
          isNoticed ? treatment.times.map { Int(($0 / 24).rounded(.down)) } : []
        }
      }
    ).sorted()
    typical = zip(design.arms, alone).enumerated().map { arm, pair in
      days.map { day in
        zip(pair.0.treatments, isNoticed[arm]).reduce(0.0) { largest, next in
          max(largest, next.1 ? pair.1?.largest(next.0, day: day) ?? 0 : 0)
        }
      }
    }
    self.isNoticed = isNoticed
    noticedDays = days
    plans = try Self.slots(design).map { arms in
      let plan = CoursePlan(design, clock: clock, arms: arms, noticedDays: days, isNoticed: isNoticed)
      let hasRules = arms.count == 1 && !design.arms[arms[0]].rules.isEmpty
      return Plan(
        arms: arms, course: plan, dosed: try runner(plan.treatments, plan.times, outputs),
        spared: try plan.withoutTested.map { try runner($0, plan.times, [PatientModelNames.score]) },
        decisions: try hasRules
          ? DecisionPlan(
            design, arm: arms[0], clock: clock, study: study, system: system, outputs: outputs, options: run.options,
            isNoticed: zip(design.regimens, regimens).map { regimen, course in
              regimen.treatments.map { course?.isNoticed($0) ?? false }
            }) : nil)
    }
  }

  /// What is randomised: arms, or sequences of arms.
  static func slots(_ design: TrialDesign) -> [[Int]] {
    design.crossover == nil
      ? design.arms.indices.map { [$0] } : CrossoverSequences.all(armCount: design.arms.count)
  }

  /// The largest acute effect at some of the times.
  static func largest(_ course: Courses, row: Int, _ places: [Int]) -> Double {
    places.reduce(0) { max($0, course.acute(row, $1)) }
  }
}

/// The typical patient under some treatments alone.
private struct TypicalCourse {
  let course: Courses
  let times: SampleTimes.Sorted

  private static let noticeable = 1e-6

  func isNoticed(_ treatment: Treatment) -> Bool {
    treatment.isDose && treatment.occasions.contains { largest($0) > Self.noticeable }
  }

  /// After the doses of a day.
  func largest(_ treatment: Treatment, day: Int) -> Double {
    treatment.occasions.filter { Int(($0.lowerBound / 24).rounded(.down)) == day }.reduce(0) { max($0, largest($1)) }
  }

  private func largest(_ occasion: ClosedRange<Double>) -> Double {
    TrialCourses.largest(course, row: 0, AcuteGrid.hours(occasion).map(times.place))
  }
}
