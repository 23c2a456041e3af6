import ArgumentParser
import Diagnostics
import Equations
import Files
import Simulation

/// `rewire ensemble MODEL`: one model for every row of a parameter table, into one array.
struct EnsembleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ensemble",
    abstract: "Run any model for every row of a parameter table.",
    discussion: """
      Writes a NumPy array [patient, time, output] of 64-bit floats; a failed patient's numbers are NaN from the failure on.

      Example:
        rewire ensemble Tests/Fixtures/oral.ant --parameters draws.csv --times times.csv --outputs A -o y.npy
      """)

  @Argument(help: "The model, in Antimony or SBML.")
  var model: String

  @Option(help: ArgumentHelp("A table: one column a parameter, one row a patient.", valueName: "draws.csv"))
  var parameters: String

  @Option(help: ArgumentHelp("Sample times in one column, in the model's unit.", valueName: "times.csv"))
  var times: String

  @Option(help: "What to sample, names with commas between.")
  var outputs: String

  @Option(name: .customLong("rtol"), parsing: .unconditional, help: "Relative tolerance.")
  var relativeTolerance = 1e-6

  @Option(name: .customLong("atol"), parsing: .unconditional, help: "Absolute tolerance.")
  var absoluteTolerance = 1e-9

  @Option(parsing: .unconditional, help: "How many threads; by default, one for each core.")
  var threads: Int?

  @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The array to write.", valueName: "y.npy"))
  var output: String

  @Option(help: ArgumentHelp("Where to write clocks and counts.", valueName: "s.json"))
  var stats: String?

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    let network = try ModelFile.read(model)
    let parsed = clock.now
    let system = try EquationSystem.build(from: network)
    let built = clock.now
    let draws = try CSVTable(TextFile.read(parameters, limit: 1 << 30))
    var values: [Double] = []
    for row in draws.rows.indices {
      for column in draws.header.indices { values.append(try draws.number(row: row, column: column)) }
    }
    let patients = ParameterTable(names: draws.header, patientCount: draws.rows.count, values: values)
    let grid = try CSVTable(TextFile.read(times, limit: 1 << 28))
    let times = try grid.rows.indices.map { try grid.number(row: $0, column: 0) }
    let names = outputs.split(separator: ",").map(String.init)
    let read = clock.now
    var options = SimulationOptions()
    options.relativeTolerance = relativeTolerance
    options.absoluteTolerance = absoluteTolerance
    options.threads = threads ?? 0
    let simulator = try Simulator(
      system: system, schedule: InputSchedule(), outputs: names, options: options, patientCount: patients.patientCount)
    let compiled = clock.now
    let course = try RunFailure.catching { try simulator.run(patients: patients, times: times) }
    let solved = clock.now
    let file = try AtomicFile(path: output)
    try file.write(NumPyFile.header(shape: [patients.patientCount, times.count, names.count]))
    try course.values.withUnsafeBytes { try file.write($0) }
    try file.commit()
    guard let stats else { return }
    let statistics = course.statistics
    try AtomicFile.write(
      """
      {"parse_s": \((parsed - start) / .seconds(1)), "build_s": \((built - parsed) / .seconds(1)), \
      "tables_s": \((read - built) / .seconds(1)), "compile_s": \((compiled - read) / .seconds(1)), \
      "solve_s": \((solved - compiled) / .seconds(1)), "write_s": \((clock.now - solved) / .seconds(1)), \
      "patients": \(patients.patientCount), "failures": \(statistics.failedPatients), \
      "accepted_steps": \(statistics.acceptedSteps), "rejected_steps": \(statistics.rejectedSteps), \
      "lane_use": \(statistics.laneUse), "threads": \(options.threads)}

      """, to: stats)
  }
}
