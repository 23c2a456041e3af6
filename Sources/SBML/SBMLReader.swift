package import Diagnostics
import Files
package import Networks

/// Reads models in the Systems Biology Markup Language, levels 1 to 3, through libSBML, which is loaded when it is
/// first asked for.
package enum SBMLReader {
  /// Reads a model from a file; submodels from other files are looked for beside it.
  ///
  /// - Throws: `FileError`; ``SBMLError`` with every error found, each with its line; `NetworkError`.
  package static func read(path: String) throws -> Network {
    try read(TextFile.read(path), path: path)
  }

  /// Reads a model from a text; other files that it names are looked for beside `path`.
  package static func read(_ text: SourceText, path: String = "") throws -> Network {
    try XMLDeclaration.check(text)
    let scan = try XMLScan(text)
    try CoreNamespace.check(scan, text)
    try Packages.check(scan, text)
    if Packages.composes(scan) { try SubmodelScan.check(scan, text, path: path) }
    return try SBMLLibrary.run { library in
      let document = try SBMLDocument(text, path: path, library: library)
      if Packages.composes(scan) { try document.flatten() }
      try document.checkConsistency()
      var reader = try ModelReader(document, defaultName: name(of: path), ignored: Packages.ignored(scan))
      let network = try reader.read()
      try Packages.checkLaws(of: network, scan, text)
      return network
    }
  }

  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? "model"
    return file.split(separator: ".").first.map(String.init) ?? "model"
  }
}
