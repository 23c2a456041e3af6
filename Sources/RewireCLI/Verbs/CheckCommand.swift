import ArgumentParser
import Diagnostics
import Equations
import Networks

/// `rewire check MODEL`: reads a model, builds its equations, and says what it is made of.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a model: its text, its names and its equations.",
    discussion: """
      Example:
        rewire check Models/patient.ant
        rewire check Models/patient.ant --names
      """)

  @Argument(help: "The model, in Antimony or SBML.")
  var model: String

  @Flag(help: "List the parameters, which a protocol may vary, with their units.")
  var names = false

  func run() throws {
    let network = try ModelFile.read(model)
    let system = try EquationSystem.build(from: network)
    let counts = [
      (system.states.count, "states"), (system.parameters.count, "parameters"), (system.inputs.count, "inputs"),
      (network.compartments.count, "compartments"), (network.species.count, "species"),
      (network.reactions.count, "reactions"), (network.rules.count, "rules"),
    ]
    try Output.write("\(model): no problem found in \(network.name)\n")
    try Output.write("  " + counts.map { "\($0) \($1)" }.joined(separator: ", ") + "\n")
    try Output.write("  time in \(system.timeUnit.isEmpty ? "no declared unit" : system.timeUnit)\n")
    guard names else { return }
    for parameter in system.parameters {
      try Output.write("  \(parameter.name)\(parameter.unit.isEmpty ? "" : " [\(parameter.unit)]")\n")
    }
  }
}
