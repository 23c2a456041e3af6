import ArgumentParser
import Diagnostics
import Equations
import Files
import Networks
import Pharmacology
import Simulation

/// `--events table.csv`
extension RunCommand {
  /// Tables may be longer than models and protocols.
  private static let largestTable = 256 << 20

  func run(
    table path: String, of network: Network, system: EquationSystem, columns: [String], settings: ParameterTable
  ) throws {
    var reading = DosingOptions()
    reading.dialect = dialect
    reading.covariates = covariates ?? .nocb
    reading.ignored = ignore.flatMap { $0.split(separator: ",").map(String.init) }
    let csv = try CSVTable(TextFile.read(path, limit: Self.largestTable))
    let table = try DosingTable(csv, model: DosingModel(system: system, network: network), options: reading)
    guard times != nil || table.hasObservations else {
      throw InputError(
        "\"\(path)\" has no observations (EVID 0), so there is nothing to print",
        hint: "give --duration and --steps")
    }
    let run = try DosingRun(
      table: table, network: network, outputs: columns,
      settings: Array(zip(settings.names, settings.values)).map { (name: $0, value: $1) },
      rule: reading.covariates, grid: times, options: options)
    let course = try RunFailure.catching { try run.run() }
    for (subject, status) in zip(table.subjects, course.statuses) {
      guard let problem = status.problem else { continue }
      let name = subject.id.isEmpty ? "the run" : "the run of ID \(subject.id)"
      throw RunFailure(explanation: Explanation("\(name) stopped: \(problem)"))
    }
    for warning in course.warnings { Output.writeError(Message.text(warning, severity: "warning") + "\n") }
    try Output.write(DosingCourseText.csv(course, table: table, timeUnit: system.timeUnit))
  }
}

extension DosingDialect: ExpressibleByArgument {}
extension CovariateRule: ExpressibleByArgument {}
