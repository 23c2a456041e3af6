import Diagnostics
import Equations
import Pharmacology
import Populations
import Simulation
import Synchronization

/// What is worked out once for a trial before its first replicate: compiled plans, the severities that give the wanted
/// baseline, and how many candidates a replicate may look at. All of it follows from the design alone.
struct TrialPreparation: Sendable {
  let courses: TrialCourses
  let enroller: Enroller
  let layer: ObservationLayer
  /// Sentences on what could not be met.
  let notes: [String]

  /// Candidates with whom the baseline is matched; their indices lie above those of all replicates.
  private static let pilotCount = 2000
  /// Of whom so many share raters.
  private static let pilotGroup = 20
  /// Of them, those who go through a lead-in, too.
  private static let leadInPilotCount = 500
  static let firstPilot = 1 << 31
  /// A replicate looks at this many candidates for each subject at most.
  private static let budgetFactor = 100

  init(
    design: TrialDesign, system: EquationSystem, parameters: TrialParameters, scales: ScaleLibrary,
    values: [String: Double], run: RunContext
  ) throws {
    let clock = TrialClock(design)
    let streams = TrialStreams(seed: design.seed)
    let study = StudyProtocol(
      population: design.enrolment.population, seed: design.seed, durationDays: clock.dayZero + design.durationDays,
      title: design.title)
    courses = try TrialCourses(
      design, clock: clock, study: study, system: system, run: run, parameters: values)
    let typical = courses.typical
    layer = try ObservationLayer(
      design: design, parameters: parameters, scales: scales,
      arms: zip(design.arms, typical).map { ArmFacts($0, typical: $1) })
    func runner(_ treatments: [Treatment], _ times: [Double]) throws -> CourseRunner {
      try CourseRunner(
        treatments, times: times, outputs: [PatientModelNames.score], study: study, system: system,
        options: run.options)
    }
    let entry = 24 * clock.leadInStart
    var enroller = Enroller(
      design: design, clock: clock, study: study, system: system, streams: streams, slots: Self.shares(design),
      untreated: try runner([], entry > 0 ? [0, entry] : [0]),
      leadIn: try design.leadIn.map {
        try runner($0.treatments.map { $0.later(by: entry) }, [clock.hours(day: 0)])
      }, budget: design.subjectCount)
    var notes: [String] = []
    try Self.pilot(&enroller, layer: layer, values: values, notes: &notes, run: run)
    self.enroller = enroller
    self.notes = notes
  }

  private static func shares(_ design: TrialDesign) -> [Int] {
    guard design.crossover == nil else { return TrialCourses.slots(design).map { _ in 1 } }
    let divisor = design.arms.map(\.allocation).reduce(0, greatestDivisor)
    return design.arms.map { $0.allocation / max(1, divisor) }
  }

  private static func greatestDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestDivisor(second, first % second)
  }

  /// The pilot's candidates in groups with raters of their own, as replicates have them: a baseline is not to be matched
  /// to the leniency of one rater.
  private static func parts(
    _ count: Int, values: [String: Double], layer: ObservationLayer
  ) -> [(rows: Range<Int>, changes: Enroller.Changes)] {
    stride(from: 0, to: count, by: pilotGroup).map { start in
      let replicate = firstPilot / Enroller.ratersPerReplicate + start / pilotGroup
      return (
        start..<min(start + pilotGroup, count), Enroller.Changes(replicate: replicate, values: values, layer: layer)
      )
    }
  }

  /// The mean of all and the standard deviation within groups: what one trial sees.
  static func pooled(_ groups: [[Double]]) -> (count: Int, mean: Double, sd: Double) {
    let count = groups.reduce(0) { $0 + $1.count }
    let mean = groups.reduce(0) { $0 + $1.reduce(0, +) } / Double(count)
    var (squares, freedom) = (0.0, 0)
    for group in groups where !group.isEmpty {
      let own = group.reduce(0, +) / Double(group.count)
      squares += group.reduce(0) { $0 + ($1 - own) * ($1 - own) }
      freedom += group.count - 1
    }
    return (count, mean, (squares / Double(max(1, freedom))).squareRoot())
  }

  private static func pilot(
    _ enroller: inout Enroller, layer: ObservationLayer, values: [String: Double], notes: inout [String],
    run: RunContext
  ) throws {
    let design = enroller.design
    let isSelective =
      !design.enrolment.inclusion.isEmpty || design.leadIn?.criteria.isEmpty == false
      || design.enrolment.leastFailures != nil
    guard isSelective || design.enrolment.baseline != nil else { return }
    let numbers = Array(firstPilot..<firstPilot + pilotCount)
    let drawn = try enroller.draw(numbers, run: run)
    let column = enroller.severityColumn(drawn)
    func observe(
      _ match: SeverityMatch?, count: Int = pilotCount, untilEntry: Bool = true
    ) throws -> (share: Double, mean: Double, sd: Double) {
      enroller.match = match
      var block = drawn
      if let match, let column {
        let table = drawn.drawn.parameters
        block.set(table.names[column], default: .nan, rows: 0..<drawn.drawn.count) {
          match.severity(table.values[$0 * table.names.count + column])
        }
      }
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        block.set(enroller.study.population.startName(of: name), default: value, rows: 0..<drawn.drawn.count) { _ in
          value
        }
      }
      block.markRefusals()
      if count < pilotCount { block = PatientBlock(drawn: block.drawn.rows(Array(0..<count))) }
      let parts = parts(count, values: values, layer: layer)
      let seen = try enroller.look(at: block, parts: parts, untilEntry: untilEntry, run: run)
      let baseline = pooled(
        parts.map { part in seen[part.rows].filter { $0.isTaken && $0.failure == nil }.map(\.entry) })
      return (Double(baseline.count) / Double(count), baseline.mean, baseline.sd)
    }
    if let baseline = design.enrolment.baseline {
      guard let column else {
        throw InputError(
          "a baseline needs patients who differ in \"\(PatientModelNames.severity)\"",
          hint: "let the population draw that parameter")
      }
      let table = drawn.drawn.parameters
      let values = (0..<drawn.drawn.count).filter { drawn.drawn.refusals[$0] == nil }
        .map { table.values[$0 * table.names.count + column] }
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
      for reach in SeverityMatch.reaches {
        var match = SeverityMatch(
          drawnMean: mean, drawnSD: variance.squareRoot(), mean: baseline.mean, sd: baseline.sd, reach: reach)
        try match.fit(mean: baseline.mean, sd: baseline.sd) {
          let seen = try observe($0)
          return (seen.mean, seen.sd)
        }
        enroller.match = match
        if try observe(match).sd < baseline.sd + tolerated / 2 { break }
      }
    }
    var seen = try observe(enroller.match)
    if design.leadIn != nil {
      seen.share = try observe(enroller.match, count: leadInPilotCount, untilEntry: false).share
    }
    guard seen.share * Double(budgetFactor) >= 1 else {
      throw InputError(
        "hardly anyone of the population fulfils the trial's criteria: \(Int(seen.share * Double(pilotCount))) of "
          + "\(pilotCount)", hint: "relax the criteria of inclusion or of the lead-in, or change the baseline")
    }
    enroller.acceptance = seen.share
    // So many that a replicate runs short about once in ten thousand, with room for unknown parameters.
    let count = Double(design.subjectCount)
    let room = 4 * (count * (1 - seen.share)).squareRoot() + 4
    let factor = design.uncertain.isEmpty ? 1.05 : 2
    enroller.budget = min(budgetFactor * design.subjectCount, Int((count + room) / seen.share * factor) + 8)
    if let baseline = design.enrolment.baseline,
      abs(seen.mean - baseline.mean) > tolerated || abs(seen.sd - baseline.sd) > tolerated
    {
      notes.append(
        "The baseline comes out as \((10 * seen.mean).rounded() / 10) (sd "
          + "\((10 * seen.sd).rounded() / 10)): with these criteria and errors of measurement "
          + "no spread of severities gives the wanted one.")
    }
  }

  /// Points of the scale by which a baseline may be off before it is said.
  private static let tolerated = 0.5
}
