import ArgumentParser
import Diagnostics
import Equations
import Pharmacology
import Simulation

/// `rewire run MODEL`: one model, one course, as a table on standard output.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run any model for a while and print its course as CSV.",
    discussion: """
      Times are in the model's own unit. The first row names each column and its unit.

      A dosing table has the columns that NONMEM introduced (ID, TIME, EVID, AMT, CMT, RATE, II, ADDL, SS) and \
      covariates by the model's names. Its observations are the times printed, unless a duration is given.

      Example:
        rewire run Tests/Fixtures/reference.ant --duration 10 --steps 20
        rewire run Tests/Fixtures/oral.ant --events Tests/Fixtures/oral.csv
      """)

  @Argument(help: "The model, in Antimony or SBML.")
  var model: String

  @Option(parsing: .unconditional, help: "How long to run, in the model's unit of time.")
  var duration: Double?

  @Option(parsing: .unconditional, help: "How many equal steps to print.")
  var steps: Int?

  @Option(help: ArgumentHelp("A dosing table.", valueName: "table.csv"))
  var events: String?

  @Option(help: "Whose record types the table has, where programs differ.")
  var dialect: DosingDialect?

  @Option(help: "Covariates between two records: the next record's (nocb, the default) or the last one's (locf).")
  var covariates: CovariateRule?

  @Option(help: "Leave out these columns of the table, names with commas between.")
  var ignore: [String] = []

  @Option(help: "Give a parameter another value; may be repeated.")
  var set: [String] = []

  @Option(help: "Print these columns only, names with commas between.")
  var outputs: String?

  @Option(help: "The solver: rodas5p, or cvode as a second opinion.")
  var solver = SolverChoice.rodas5p

  @Option(name: [.long, .customLong("rtol")], parsing: .unconditional, help: "Relative tolerance.")
  var relativeTolerance = 1e-6

  @Option(name: [.long, .customLong("atol")], parsing: .unconditional, help: "Absolute tolerance.")
  var absoluteTolerance = 1e-9

  func run() throws {
    try checkNumbers()
    let network = try ModelFile.read(model)
    let system = try EquationSystem.build(from: network)
    let columns = try self.columns(of: system)
    let patients = try Assignments(set).table(for: system)
    if let events {
      return try run(table: events, of: network, system: system, columns: columns, settings: patients)
    }
    let simulator = try Simulator(system: system, schedule: InputSchedule(), outputs: columns, options: options)
    let times = times ?? []
    let course = try RunFailure.catching { try simulator.run(patients: patients, times: times) }
    if let status = course.statuses.first, let problem = status.problem {
      throw RunFailure(explanation: Explanation("the run stopped: \(problem)"))
    }
    try Output.write(CourseText.csv(course, timeUnit: system.timeUnit))
  }

  /// Beyond that, neighbouring times of a course could not be told apart.
  private static let longest = 1e15

  var options: SimulationOptions {
    var options = SimulationOptions()
    options.method = solver.method
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = absoluteTolerance
    options.threads = 1
    return options
  }

  /// The times of `--duration` and `--steps`, nil without them.
  var times: [Double]? {
    guard let duration, let steps else { return nil }
    return (0...steps).map { duration * Double($0) / Double(steps) }
  }

  private func checkNumbers() throws {
    if let duration, !(duration > 0 && duration <= Self.longest) {
      throw InputError("--duration must be above zero and at most 1e15")
    }
    if let steps, !(1...10_000_000).contains(steps) { throw InputError("--steps must be from 1 to 10000000") }
    if (duration == nil) != (steps == nil) {
      throw InputError("--duration and --steps belong together: \(steps == nil ? "--steps" : "--duration") is missing")
    }
    if duration == nil, events == nil {
      throw InputError("--duration and --steps are missing", hint: "or give a table with --events")
    }
    let needsTable = [
      ("--dialect", dialect != nil), ("--covariates", covariates != nil), ("--ignore", !ignore.isEmpty),
    ]
    if events == nil, let (name, _) = needsTable.first(where: \.1) {
      throw InputError("\(name) is about a table, and there is none", hint: "give it with --events")
    }
    for (name, value) in [("--relative-tolerance", relativeTolerance), ("--absolute-tolerance", absoluteTolerance)] {
      guard value > 0, value <= 0.1 else { throw InputError("\(name) must be above zero and at most 0.1") }
    }
  }

  private func columns(of system: EquationSystem) throws -> [String] {
    guard let outputs else { return system.states.map(\.name) }
    let known = system.observables.map(\.name)
    let names = outputs.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where !known.contains(name) {
      throw InputError("\"\(name)\" is not in the model", hint: NearestName.hint(name, among: known))
    }
    return names
  }
}

/// The names under which solvers are chosen on the command line.
enum SolverChoice: String, ExpressibleByArgument, CaseIterable {
  case rodas5p, cvode

  var method: SimulationOptions.Method {
    switch self {
    case .rodas5p: .rodas5p
    case .cvode: .cvode
    }
  }
}
