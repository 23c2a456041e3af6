import Diagnostics
import Equations
import Formulas
import Networks
import SBML
import Simulation

/// The course of one case, as the suite wants it written.
package struct CaseResult: Sendable {
  package var variables: [String]
  package var times: [Double]
  /// `values[row * variables.count + column]`
  package var values: [Double]

  /// The table: `time`, then the variables; `NaN`, `INF` and `-INF` where the model says so.
  package var csv: String {
    // A variable of the model may be called "time", too: then the suite's own tables call the first column "Time".
    let first = variables.contains("time") ? "Time" : "time"
    var text = ([first] + variables).joined(separator: ",") + "\n"
    for (row, time) in times.enumerated() {
      text += Self.number(time)
      for column in variables.indices { text += "," + Self.number(values[row * variables.count + column]) }
      text += "\n"
    }
    return text
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "INF" : "-INF" }
    return value.description
  }
}

extension SuiteCase {
  /// The tolerances of the run are this much tighter than those by which it is judged.
  private static let tightening = 1e-4

  /// Reads the case's model and simulates it as the settings ask.
  ///
  /// - Throws: an error that says what the model needs and the engine lacks, or why the run stopped.
  package func run() throws -> CaseResult {
    let settings = try CaseSettings(path: settingsPath)
    var network = try SBMLReader.read(path: modelPath())
    let outputs = try Self.request(settings, in: &network)
    let system = try EquationSystem.build(from: network)
    var options = SimulationOptions()
    options.relativeTolerance = max(settings.relative * Self.tightening, 1e-12)
    options.absoluteTolerance = max(min(settings.absolute * Self.tightening, 1e-9), 1e-300)
    options.threads = 1
    let simulator = try Simulator(system: system, schedule: InputSchedule(), outputs: outputs, options: options)
    let course = try simulator.run(patients: .defaults(patientCount: 1), times: settings.times)
    if let problem = course.statuses.first?.problem { throw ConformanceError.runFailed(problem) }
    return CaseResult(variables: settings.variables, times: settings.times, values: course.values)
  }

  /// Adds a rule to the network for each variable that is asked for in another way than its name means.
  ///
  /// - Returns: the outputs to ask the simulator for, in the order of the settings.
  static func request(_ settings: CaseSettings, in network: inout Network) throws -> [String] {
    let species = Dictionary(network.species.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let others = Set(network.compartments.map(\.id) + network.parameters.map(\.id) + network.reactions.map(\.id))
    return try settings.variables.map { variable in
      guard let known = species[variable] else {
        guard others.contains(variable) else {
          throw ConformanceError.unknownVariable(variable, known: Array(species.keys) + Array(others))
        }
        return variable
      }
      let asked: Formula
      if settings.amounts.contains(variable), !known.hasOnlySubstanceUnits {
        asked = .apply(.multiply, [.symbol(variable), .symbol(known.compartment)])
      } else if settings.concentrations.contains(variable), known.hasOnlySubstanceUnits {
        asked = .apply(.divide, [.symbol(variable), .symbol(known.compartment)])
      } else {
        return variable
      }
      let output = "\(variable) as asked"
      network.parameters.append(Parameter(id: output, value: nil, isConstant: false))
      network.rules.append(Rule(.assignment(output), asked))
      return output
    }
  }
}
