import Antimony
import Diagnostics
import Files
import Networks
import SBML

/// A model that a person names on the command line, in Antimony or in SBML.
enum ModelFile {
  /// - Throws: `FileError`, or what is wrong with the text; for a file of another kind, one sentence that says so.
  static func read(_ path: String) throws -> Network {
    let start = try TextFile.read(path).text.drop(while: \.isWhitespace).prefix(2000)
    let isNamedSBML = [".xml", ".sbml"].contains { path.lowercased().hasSuffix($0) }
    if isNamedSBML || start.hasPrefix("<?xml") || start.hasPrefix("<sbml") {
      return try SBMLReader.read(path: path)
    }
    let isYAML = [".yaml", ".yml"].contains { path.lowercased().hasSuffix($0) }
    let keys = ["title:", "duration:", "treatments:", "arms:"]
    if isYAML
      || start.split(whereSeparator: \.isNewline).contains(where: { line in keys.contains { line.hasPrefix($0) } })
    {
      throw InputError(
        "\"\(path)\" looks like a protocol, not like a model", hint: "\"rewire simulate\" runs protocols")
    }
    return try AntimonyReader.read(path: path)
  }
}
