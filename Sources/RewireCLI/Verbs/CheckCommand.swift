import ArgumentParser
import Diagnostics
import Equations
import Networks
import Pharmacology

/// `rewire check MODEL`: reads a model, builds its equations, and says what it is made of.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a model: its text, its names and its equations.",
    discussion: """
      Example:
        rewire check Models/patient.ant
        rewire check Models/patient.ant --names
        rewire check Tests/Fixtures/oral.ant --doses
        rewire check Tests/Fixtures/conformance/00001/00001-sbml-l3v2.xml --warnings
      """)

  @Argument(help: "The model, in Antimony or SBML.")
  var model: String

  @Flag(help: "List the parameters, which a protocol may vary, with their units.")
  var names = false

  @Flag(help: "List the states that take doses, by their numbers in dosing tables.")
  var doses = false

  @Flag(help: "Show what is suspicious, too.")
  var warnings = false

  func run() throws {
    let network = try ModelFile.read(model)
    let system = try EquationSystem.build(from: network)
    let counts = [
      (system.states.count, "states"), (system.parameters.count, "parameters"), (system.inputs.count, "inputs"),
      (network.compartments.count, "compartments"), (network.species.count, "species"),
      (network.reactions.count, "reactions"), (network.rules.count, "rules"),
    ]
    if warnings {
      for warning in network.warnings { Output.writeError(Message.text(warning, severity: "warning") + "\n") }
    }
    try Output.write("\(model): no problem found in \(network.name)\n")
    try Output.write("  " + counts.map { "\($0) \($1)" }.joined(separator: ", ") + "\n")
    try Output.write("  time in \(system.timeUnit.isEmpty ? "no declared unit" : system.timeUnit)\n")
    if names {
      for parameter in system.parameters { try Output.write("  \(named(parameter.name, parameter.unit))\n") }
    }
    if doses { try listSites(DosingModel(system: system, network: network)) }
  }

  private func listSites(_ model: DosingModel) throws {
    for (index, site) in model.sites.enumerated() {
      let expressions = try SiteExpressions(model, site: index).names
      let list = expressions.isEmpty ? "" : ": " + expressions.joined(separator: ", ")
      try Output.write("  \(index + 1) \(named(site.name, site.unit))\(list)\n")
    }
  }

  private func named(_ name: String, _ unit: String) -> String {
    unit.isEmpty ? name : "\(name) [\(unit)]"
  }
}
