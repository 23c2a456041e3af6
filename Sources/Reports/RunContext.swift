/// What a report says about the run beside its numbers: which software, how, and how to do it again.
package struct RunContext: Sendable {
  /// The program's version, `0.1.0`.
  package var softwareVersion: String
  /// The command that reproduces the run, as one would type it.
  package var command: String
  /// The solver, `rodas5p`, and its tolerances.
  package var solver: String
  package var relativeTolerance: Double
  package var absoluteTolerance: Double
  /// Names and versions of what the numbers may depend on: compiler, machine-code library, processor features.
  package var versions: [(name: String, version: String)]
  /// Wall-clock seconds of the simulation, and the threads it ran on; nil where files are to be the same whenever and
  /// however the run was done.
  package var seconds: Double?
  package var threads: Int?

  package init(
    softwareVersion: String, command: String, solver: String, relativeTolerance: Double, absoluteTolerance: Double,
    versions: [(name: String, version: String)], seconds: Double?, threads: Int?
  ) {
    self.softwareVersion = softwareVersion
    self.command = command
    self.solver = solver
    self.relativeTolerance = relativeTolerance
    self.absoluteTolerance = absoluteTolerance
    self.versions = versions
    self.seconds = seconds
    self.threads = threads
  }

  /// Said by every table, file and page.
  package static let notice = "Research software, not medical advice."
}
