import Antimony
import ArgumentParser
import Diagnostics
import Files
import Networks
import SBML

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `rewire convert IN OUT`: a model from one language into another.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn a model from Antimony into SBML, or back.",
    discussion: """
      The ending of OUT says which language: .xml or .sbml for SBML (Level 3 Version 2), .ant or .txt for Antimony.
      What the other language cannot hold is listed; what it cannot hold exactly is an error.

      Example:
        rewire convert Models/compounds/ketamine.ant ketamine.xml
      """)

  @Argument(help: "The model to read.")
  var input: String

  @Argument(help: "The file to write.")
  var output: String

  func run() throws {
    let language = try ModelLanguage(ofFile: output)
    let network = try ModelFile.read(input)
    if Self.areSame(input, output) {
      throw InputError("the model cannot be written over itself", hint: "give OUT another name than \"\(input)\"")
    }
    let model = try language.write(network)
    try AtomicFile.write(model.text, to: output)
    try Output.write("\(output): \(network.name) in \(language.title)\n")
    for loss in model.losses { Output.writeError("note: not written: \(loss)\n") }
  }

  /// Whether two paths lead to one file.
  private static func areSame(_ first: String, _ second: String) -> Bool {
    var a = stat()
    var b = stat()
    return stat(first, &a) == 0 && stat(second, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }
}

/// The languages that models are written in, by the endings of their files.
enum ModelLanguage: CaseIterable {
  case sbml, antimony

  private var endings: [String] {
    switch self {
    case .sbml: [".xml", ".sbml"]
    case .antimony: [".ant", ".txt"]
    }
  }

  /// - Throws: `InputError` for an ending that belongs to no language.
  init(ofFile path: String) throws {
    let name = path.lowercased()
    guard let language = Self.allCases.first(where: { $0.endings.contains { name.hasSuffix($0) } }) else {
      throw InputError(
        "the ending of \"\(path)\" does not say in which language to write",
        hint: "SBML: .xml or .sbml; Antimony: .ant or .txt")
    }
    self = language
  }

  var title: String {
    switch self {
    case .sbml: "SBML Level 3 Version 2"
    case .antimony: "Antimony"
    }
  }

  func write(_ network: Network) throws -> WrittenModel {
    switch self {
    case .sbml: try SBMLWriter.write(network)
    case .antimony: try AntimonyWriter.write(network)
    }
  }
}
