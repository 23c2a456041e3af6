import Diagnostics
import Equations
import Pharmacology
import Populations
import Randomness
import Simulation

/// Finds the subjects of replicates: draws candidates, takes them through screening and lead-in, keeps those who fulfil
/// the criteria, and randomises them.
struct Enroller: Sendable {
  let design: TrialDesign
  let clock: TrialClock
  let study: StudyProtocol
  let system: EquationSystem
  let streams: TrialStreams
  let slots: [Int]
  /// Courses without treatment, to the lead-in or to day 0.
  let untreated: CourseRunner
  /// Courses through the lead-in to day 0; nil where there is none.
  let leadIn: CourseRunner?
  var match: SeverityMatch?
  /// Candidates that each replicate may look at.
  var budget: Int
  /// Share of them that is randomised, about.
  var acceptance = 1.0

  /// What the trial changes in the model's parameters: the same in all replicates, or drawn for each.
  struct Changes: Sendable {
    var replicate: Int
    var values: [String: Double]
    var layer: ObservationLayer
  }

  /// Raters have numbers of their own in every replicate.
  static let ratersPerReplicate = 1024

  /// - Parameter changes: of a replicate.
  func enrol(
    _ replicates: Range<Int>, changes: (Int) throws -> Changes, run: RunContext
  ) throws -> EnrolledBlock {
    var states = replicates.map { Search(number: $0, first: $0 * budget) }
    let all = try replicates.map(changes)
    var patients: PatientBlock?
    while true {
      var asked: [Int] = []
      var parts: [(state: Int, rows: Range<Int>)] = []
      for index in states.indices {
        let missing = design.subjectCount - states[index].found.count
        let left = budget - states[index].looked
        guard missing > 0, left > 0 else { continue }
        let share = max(acceptance, 1e-3)
        let wanted = share >= 1 ? missing : Int(Double(missing) / share * 1.05) + 3
        let next = min(left, wanted)
        let start = states[index].first + states[index].looked
        parts.append((index, asked.count..<asked.count + next))
        asked += start..<start + next
        states[index].looked += next
      }
      if asked.isEmpty { break }
      var block = try draw(asked, run: run)
      for part in parts { apply(all[part.state].values, to: &block, rows: part.rows) }
      let seen = try look(at: block, parts: parts.map { ($0.rows, all[$0.state]) }, run: run)
      let offset = patients?.drawn.count ?? 0
      if patients == nil { patients = block } else { patients?.drawn.append(block.drawn) }
      for part in parts {
        for row in part.rows where states[part.state].found.count < design.subjectCount && seen[row].isTaken {
          var candidate = seen[row]
          candidate.row += offset
          states[part.state].found.append(candidate)
          states[part.state].last = candidate.patient
        }
      }
    }
    return try assemble(states, patients ?? PatientBlock(drawn: study.draw([])))
  }

  private struct Search {
    var number: Int
    var first: Int
    var looked = 0
    var found: [Candidate] = []
    var last: Int?
  }

  private func assemble(_ states: [Search], _ patients: PatientBlock) -> EnrolledBlock {
    var block = EnrolledBlock(patients: patients, subjects: [], replicates: [])
    var rows: [Int] = []
    for state in states {
      var randomisation = Randomisation(
        shares: slots, subjects: design.subjectCount, streams: streams, first: state.first)
      let start = block.subjects.count
      for candidate in state.found {
        block.subjects.append(
          EnrolledSubject(
            patient: candidate.patient, row: rows.count, plan: randomisation.next(stratum: candidate.stratum),
            site: candidate.site, rater: candidate.rater, stratum: candidate.stratum, screening: candidate.screening,
            start: candidate.start,
            covariates: covariates(patients, row: candidate.row), failure: candidate.failure))
        rows.append(candidate.row)
      }
      let isFull = state.found.count == design.subjectCount
      block.replicates.append(
        (
          state.number, start..<block.subjects.count,
          isFull ? (state.last ?? state.first - 1) - state.first + 1 : state.looked
        ))
    }
    block.patients = PatientBlock(drawn: patients.drawn.rows(rows))
    return block
  }

  private func covariates(_ patients: PatientBlock, row: Int) -> [Double] {
    let width = patients.drawn.covariates.columns.count
    return Array(patients.drawn.covariates.values[row * width..<(row + 1) * width])
  }

  /// Draws candidates by their indices, with their severities as the trial wants them.
  func draw(_ numbers: [Int], run: RunContext) throws -> PatientBlock {
    let drawn: DrawnPatients
    if study.population.plausible == nil, study.population.prevalence == nil {
      drawn = try study.draw(numbers)
    } else {
      drawn = try PatientSelection(study: study, system: system) { drawn, observables, hours in
        let simulator = try Simulator(
          system: system, schedule: InputSchedule(), outputs: observables, options: run.options,
          patientCount: 4096, extraTargets: study.occasionTargets([]))
        let course = try simulator.run(
          patients: drawn.parameters, times: [hours], ownChanges: drawn.ownChanges(in: simulator, treatments: []),
          shouldStop: run.shouldStop)
        return (0..<drawn.count).map { row in
          observables.indices.map {
            course.statuses[row].isCompleted ? course.value(patient: row, time: 0, output: $0) : .nan
          }
        }
      }.select(numbers)
    }
    var block = PatientBlock(drawn: drawn)
    if let match, let column = severityColumn(block) {
      let table = block.drawn.parameters
      block.set(table.names[column], default: .nan, rows: 0..<block.drawn.count) { row in
        match.severity(table.values[row * table.names.count + column])
      }
    }
    block.markRefusals()
    return block
  }

  func severityColumn(_ block: PatientBlock) -> Int? {
    block.drawn.parameters.names.firstIndex(of: study.population.startName(of: PatientModelNames.severity))
  }

  private func apply(_ values: [String: Double], to block: inout PatientBlock, rows: Range<Int>) {
    let refusals = block.drawn.refusals
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      let own = study.population.startName(of: name)
      let other = system.parameters.first { $0.name == own }?.value ?? .nan
      block.set(own, default: other, rows: rows) { refusals[$0] == nil ? value : .nan }
    }
  }
}
