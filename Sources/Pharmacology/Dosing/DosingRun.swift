import Diagnostics
import Equations
import Files
package import Networks
package import Simulation

/// A dosing table carried out on a model: each subject is a patient with its own doses, covariates and sample times.
package struct DosingRun {
  private let table: DosingTable
  private let simulator: Simulator
  private let patients: ParameterTable
  private let timelines: [DosingTimeline]
  private let places: DoseQueue.Places
  private let outputs: [String]
  /// Times of a grid; nil where the table's observations are the sample times.
  private let grid: [Double]?
  private let steadyDoses: [SteadyDose]
  /// Whether a reset or a steady state asks what there is before anything is given.
  private let needsStarts: Bool
  private let groups: [Group]

  /// Subjects with the same sample times, which run side by side.
  private struct Group {
    var times: [Double]
    var members: [Int]
  }

  /// Evaluates every dose, and makes the code; nothing runs yet.
  ///
  /// - Parameters:
  ///   - network: what the table was read for.
  ///   - outputs: observables of the model.
  ///   - settings: parameters with other values than the model's.
  ///   - grid: ascending sample times of every subject; nil takes the observations.
  /// - Throws: what is wrong with a record, or with the model for this table.
  package init(
    table: DosingTable, network: Network, outputs: [String], settings: [(name: String, value: Double)] = [],
    rule: CovariateRule = .nocb, grid: [Double]? = nil, options: SimulationOptions = SimulationOptions()
  ) throws {
    self.table = table
    self.outputs = outputs
    self.grid = grid
    let plain = try EquationSystem.build(from: network)
    let model = DosingModel(system: plain, network: network)
    let courses = try table.subjects.map { try CovariateCourse($0, table, rule: rule) }
    let varying = table.covariates.indices.filter { position in
      !model.constants.contains(table.covariates[position].name) || courses.contains { $0.varies(position) }
    }
    let names = table.covariates.map(\.name)
    for (name, _) in settings where names.contains(model.resolved(name)) {
      throw InputError("the table has a column for \"\(name)\", which is set for the whole run too")
    }
    let (changed, starts) = network.withInputs(varying.map { names[$0] })
    let system = try varying.isEmpty ? plain : EquationSystem.build(from: changed)
    patients = ParameterTable(
      names: settings.map(\.name) + names.map { starts[$0] ?? $0 }, patientCount: table.subjects.count,
      values: courses.flatMap { course in settings.map(\.value) + course.values[0] })

    let planner = try DosePlanner(table: table, model: model) { [patients] names in
      try ParameterExpressions(system: system, names: names, patients: patients)
    }
    var steadyDoses: [SteadyDose] = []
    timelines = try table.subjects.enumerated().map { patient, subject in
      let levels = courses[patient].values.map { values in varying.map { values[$0] } }
      let doses = try subject.records.enumerated().map { index, record in
        let inputs = zip(varying, levels[index]).map { (name: names[$0], level: $1) }
        let dose = try planner.dose(record, patient: patient, inputs: inputs)
        if let dose, dose.steadyState != .none {
          steadyDoses.append(SteadyDose(subject: patient, dose: dose, levels: levels[index]))
        }
        return dose
      }
      return DosingTimeline(
        records: subject.records, doses: doses, covariates: levels, rule: rule, isOnGrid: grid != nil,
        hasFineClock: options.method == .rodas5p)
    }
    try DosingLimits(table: table, grid: grid).check(timelines)
    if let reset = table.subjects.flatMap(\.records).first(where: { $0.kind == .reset || $0.kind == .resetAndDose }),
      !system.delays.isEmpty
    {
      throw table.error("a reset of a model with delays is not supported", reset, column: table.columns.kind)
    }
    try Self.checkReplacements(table, model, system)
    self.steadyDoses = steadyDoses
    let sites = Set(table.subjects.flatMap(\.records).compactMap { $0.kind == .observation ? nil : $0.site })
    let targets = Set(sites.map { model.sites[$0].name } + varying.map { names[$0] })
    needsStarts =
      !steadyDoses.isEmpty || timelines.contains { $0.events.contains { $0.action == .reset } }
    let starting =
      system.states.map { EquationSystem.observable(ofState: $0.name) }
      + system.inputs.map { EquationSystem.observable(ofInput: $0.name) }
    groups = Self.groups(timelines, grid)
    // Patients run side by side when they share their times, or in the search for a steady state.
    let beside = max(groups.map(\.members.count).max() ?? 1, steadyDoses.isEmpty ? 1 : system.states.count)
    simulator = try Simulator(
      system: needsStarts ? system.observingStates() : system, schedule: InputSchedule(),
      outputs: outputs + (needsStarts ? starting : []), options: options, patientCount: beside, extraTargets: targets)
    places = Self.places(simulator, model, sites: sites, inputs: varying.map { names[$0] })
  }

  /// Replacing or multiplying an amount that a fast reaction moves would leave out what it has moved.
  private static func checkReplacements(_ table: DosingTable, _ model: DosingModel, _ system: EquationSystem) throws {
    for record in table.subjects.flatMap(\.records) where record.kind == .replacement || record.kind == .multiplication
    {
      guard let site = record.site, let state = system.states.first(where: { $0.name == model.sites[site].name }),
        let reaction = state.movedBy
      else { continue }
      throw table.error(
        "\"\(state.name)\" can take doses only: the fast reaction \"\(reaction.name)\" moves it", record,
        column: table.columns.kind)
    }
  }

  private static func places(
    _ simulator: Simulator, _ model: DosingModel, sites: Set<Int>, inputs: [String]
  ) -> DoseQueue.Places {
    let system = simulator.system
    var places = DoseQueue.Places()
    for site in sites {
      guard let state = system.states.firstIndex(where: { $0.name == model.sites[site].name }) else { continue }
      places.states[site] = state
      places.rates[site] = simulator.infusedStates.firstIndex(of: state)
    }
    places.inputs = inputs.map { name in system.inputs.firstIndex { $0.name == name } ?? 0 }
    return places
  }

  /// Runs every subject.
  package func run() throws -> DosingCourse {
    let starts = try starts()
    let (steadyStates, warnings) = try SteadyDoses(
      doses: steadyDoses, table: table, simulator: simulator, patients: patients, places: places,
      starts: starts.map(\.states)
    ).solve()
    var course = DosingCourse(
      outputs: outputs, units: Array(repeating: "", count: outputs.count),
      statuses: Array(repeating: .completed, count: table.subjects.count), warnings: warnings)
    var values = [[Double]](repeating: [], count: table.subjects.count)
    for group in groups {
      let (times, members) = (group.times, group.members)
      let part = try run(group, starts: starts, steadyStates: steadyStates)
      course.units = Array(part.units.prefix(outputs.count))
      for (index, subject) in members.enumerated() {
        course.statuses[subject] = part.statuses[index]
        values[subject] = times.indices.flatMap { time in
          outputs.indices.map { part.value(patient: index, time: time, output: $0) }
        }
      }
    }
    for (subject, timeline) in timelines.enumerated() {
      if let grid {
        course.lines += grid.map { DosingCourse.Line(subject: subject, row: nil, time: $0) }
      } else {
        course.lines += timeline.samples.map { sample in
          let record = table.subjects[subject].records[sample.record]
          return DosingCourse.Line(subject: subject, row: record.row, time: record.time)
        }
      }
      course.values += values[subject]
    }
    return course
  }

  private static func groups(_ timelines: [DosingTimeline], _ grid: [Double]?) -> [Group] {
    var groups: [Group] = []
    var position: [[Double]: Int] = [:]
    for (subject, timeline) in timelines.enumerated() {
      let times = grid ?? timeline.samples.map(\.instant)
      guard !times.isEmpty else { continue }
      if let known = position[times] {
        groups[known].members.append(subject)
      } else {
        position[times] = groups.count
        groups.append(Group(times: times, members: [subject]))
      }
    }
    return groups
  }

  private func run(_ group: Group, starts: [DosingStart], steadyStates: [Int: [Double]]) throws -> TimeCourse {
    let (timelines, places, members) = (timelines, places, group.members)
    return try simulator.run(patients: patients.rows(members), times: group.times) { patient, end in
      let subject = members[patient]
      var queue = DoseQueue(places: places, start: starts[subject], steadyStates: steadyStates)
      queue.run(timelines[subject].events, until: end)
      return queue.changes
    }
  }

  /// What there is before anything is given, for each subject; empty where nothing asks for it.
  private func starts() throws -> [DosingStart] {
    guard needsStarts else { return Array(repeating: DosingStart(), count: table.subjects.count) }
    let course = try simulator.run(patients: patients, times: [0])
    func values(_ columns: [Int], _ subject: Int) -> [Double] {
      columns.map { course.value(patient: subject, time: 0, output: $0) }
    }
    return table.subjects.indices.map { subject in
      DosingStart(
        states: values(simulator.stateColumns, subject), inputs: values(simulator.inputColumns, subject))
    }
  }
}

/// What a subject's states and inputs are before anything is given.
struct DosingStart: Sendable {
  var states: [Double] = []
  var inputs: [Double] = []
}
