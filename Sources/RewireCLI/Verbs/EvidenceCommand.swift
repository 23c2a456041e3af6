import ArgumentParser
import Diagnostics
import Evidence
import Files
import Reports

/// `rewire evidence [ID]`: where a number comes from and how far to trust it.
struct EvidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Show where a number of the model library comes from, and its grade.",
    discussion: """
      Without a name: how many records each file and grade has. A name that is the start of several, such as a
      compound, lists them.

      Example:
        rewire evidence severity
      """)

  @Argument(help: "A constant's name, or the part of it before a point.")
  var name: String?

  func run() throws {
    let home = try DataHome.find()
    let library = try EvidenceLibrary.read(folder: home.evidence + "/parameters")
    guard let name else { return try Output.write(EvidenceListing.overview(library)) }
    let below = library.records(below: name)
    if below.count > 1 { return try Output.write(EvidenceListing.table(below, width: Output.width)) }
    try Output.write(EvidenceListing.details(try library.record(name), width: Output.width))
  }
}
