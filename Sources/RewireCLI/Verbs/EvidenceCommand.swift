import ArgumentParser
import Diagnostics
import Evidence
import Files
import Populations
import Provenance
import Reports
import Rewire
import Simulation

/// `rewire evidence [ID]`: where a number comes from and how far to trust it.
struct EvidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Show where a number of the model library comes from, and its grade.",
    discussion: """
      Without a name: how many records each file and grade has. A name that is the start of several, such as a
      compound, lists them. For a number of the patient model: what follows from it, and how far the relief in the
      main protocol's arms moves when it changes by 10 % and over its stated range.
      With --audit: every number of the library against its record, and every record against the numbers. Exit
      status 1 when one lacks a record, differs from it, lies outside what it allows, is from memory without a flag
      for the reports, or when a record is used nowhere.

      Examples:
        rewire evidence severity
        rewire evidence --audit
      """)

  @Argument(help: "A constant's name, or the part of it before a point.")
  var name: String?

  @Flag(help: "Check that every number of the library has its record.")
  var audit = false

  func validate() throws {
    if audit, name != nil { throw ValidationError("--audit looks at the whole library and takes no name") }
  }

  func run() throws {
    let home = try DataHome.find()
    if audit { return try Self.audit(home) }
    let library = try EvidenceLibrary.read(folder: home.evidence + "/parameters")
    guard let name else { return try Output.write(EvidenceListing.overview(library)) }
    let below = library.records(below: name)
    if below.count > 1 { return try Output.write(EvidenceListing.table(below, width: Output.width)) }
    let record = try library.record(name)
    try Output.write(EvidenceListing.details(record, width: Output.width))
    if let effects = try RunFailure.catching({ try Self.effects(of: record, home) }) {
      try Output.write(EffectListing.text(effects, width: Output.width))
    }
  }

  private static func effects(of record: EvidenceRecord, _ home: DataHome) throws -> NumberEffects? {
    let setup = try StudySetup(path: home.mainProtocol, home: home) { study, _ in
      // Few patients: what decides how much work goes into machine code.
      study.patientCount = 5
    }
    return try NumberEffects.measured(record, runner: setup.runner, options: SimulationOptions())
  }

  private static func audit(_ home: DataHome) throws {
    let audit = try LibraryAudit(home: home)
    if let explanation = Explanation.joined(audit.findings.map(\.explanation), limit: 1000) {
      throw RunFailure(explanation: explanation)
    }
    try Output.write(EvidenceListing.audit(audit))
  }
}
