import Antimony
import Diagnostics
import Files
import Networks

/// A model that a person names on the command line.
enum ModelFile {
  /// - Throws: `FileError`, or what is wrong with the text; for a file of another kind, one sentence that says so.
  static func read(_ path: String) throws -> Network {
    let start = try TextFile.read(path).text.drop(while: \.isWhitespace).prefix(2000)
    if start.hasPrefix("<?xml") || start.hasPrefix("<sbml") {
      throw InputError("\"\(path)\" looks like SBML, not like an Antimony text", hint: "write the model in Antimony")
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
