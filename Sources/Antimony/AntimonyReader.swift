package import Diagnostics
import Files
import Formulas
package import Networks

/// Reads models written in Antimony (doi:10.1093/bioinformatics/btp401).
///
/// The main model is the one marked with `*`; without a mark, the statements outside any model when there are some,
/// otherwise the last model of the text. Imported files are read once each, their paths relative to the file that
/// imports them.
package enum AntimonyReader {
  /// So many files may be imported, and a file may have so many bytes.
  static let fileLimit = 10_000
  static let sizeLimit = 64 << 20

  /// The main model of a file, composed with everything it imports.
  ///
  /// - Throws: `FileError` for a file that cannot be read, ``AntimonyError``, ``FormulaError`` or ``NetworkError``
  ///   for what is in it.
  package static func read(path: String) throws -> Network {
    let normal = FilePath.normalized(path)
    return try read(text: try TextFile.read(normal, limit: sizeLimit)) { try TextFile.read($0, limit: sizeLimit) }
  }

  /// The main model of a text.
  ///
  /// - Parameter importing: the text of an imported file; it is asked with the import's path, resolved against the
  ///   folder in the importing text's name.
  package static func read(text: SourceText, importing: (String) throws -> SourceText) throws -> Network {
    let (library, main) = try collect(text, importing: importing)
    return try library.compose(main)
  }

  /// Everything that a file and its imports define, before composition, and the name of the file's main model.
  ///
  /// - Throws: as ``read(path:)``, for what can be wrong with the texts alone.
  package static func library(path: String) throws -> (library: Library, main: String) {
    let normal = FilePath.normalized(path)
    return try collect(try TextFile.read(normal, limit: sizeLimit)) { try TextFile.read($0, limit: sizeLimit) }
  }

  private static func collect(
    _ text: SourceText, importing: (String) throws -> SourceText
  ) throws -> (library: Library, main: String) {
    try withoutActuallyEscaping(importing) { importing in
      var loader = Loader(importing: importing)
      let root = try loader.load(text)
      let main = try loader.addRoot(root, text)
      return (loader.library, main)
    }
  }

  /// Collects a text and its imports into one library.
  private struct Loader {
    let importing: (String) throws -> SourceText
    var library = Library()
    /// Files read or being read.
    var seen: Set<String> = []
    var inProgress: [String] = []
    var lastModule: String?

    init(importing: @escaping (String) throws -> SourceText) { self.importing = importing }

    mutating func load(_ text: SourceText) throws -> AntimonyFile {
      seen.insert(text.name)
      library.texts[text.name] = text
      var file = try AntimonyParser.parse(text)
      inProgress.append(text.name)
      for entry in file.imports { try load(entry, from: text) }
      inProgress.removeLast()
      try add(file)
      addAnnotations(of: &file)
      return file
    }

    private mutating func load(_ entry: AntimonyFile.Import, from text: SourceText) throws {
      let path = FilePath.normalized(FilePath.join(FilePath.folder(of: text.name), entry.path))
      if let first = inProgress.firstIndex(of: path) {
        throw AntimonyError(.cyclicImport(Array(inProgress[first...]) + [path]), at: entry.place, in: text)
      }
      if seen.contains(path) { return }
      if seen.count >= AntimonyReader.fileLimit || inProgress.count > Formula.depthLimit {
        throw AntimonyError(.tooManyFiles(limit: AntimonyReader.fileLimit), at: entry.place, in: text)
      }
      let imported: SourceText
      do {
        imported = SourceText(name: path, text: try importing(path).text)
      } catch let error as any ExplainedError {
        var explanation = error.explanation
        if explanation.place == nil {
          explanation = Explanation(explanation.problem, at: entry.place, in: text, hint: explanation.hint)
        }
        throw AntimonyError([explanation])
      }
      let file = try load(imported)
      if let place = file.firstStatement {
        throw AntimonyError(
          .statementsInImport, at: place, in: imported, hint: "put them between \"model name()\" and \"end\"")
      }
    }

    private mutating func add(_ file: AntimonyFile) throws {
      for module in file.modules {
        if let first = library.modules[module.name]?.place {
          throw duplicate(module.name, "model", first: first, at: module.place)
        }
        library.modules[module.name] = module
        lastModule = module.name
      }
      for function in file.functions {
        if let first = library.functions.first(where: { $0.id == function.id })?.place {
          throw duplicate(function.id, "function", first: first, at: function.place)
        }
        library.functions.append(function)
        library.functionUses[function.id] = file.functionUses[function.id]
      }
      library.units += file.units
    }

    /// Keeps what the text says of models and functions; what it says of anything else is a statement.
    private mutating func addAnnotations(of file: inout AntimonyFile) {
      for entry in file.annotations {
        let name = entry.reference.name
        if library.modules[name] != nil || library.functions.contains(where: { $0.id == name }) {
          library.annotations.append(
            Annotation(element: name, qualifier: entry.qualifier, resources: entry.resources))
        } else {
          file.statements.append(
            .annotate(entry.reference, qualifier: entry.qualifier, resources: entry.resources))
          file.firstStatement = file.firstStatement ?? entry.reference.place
        }
      }
    }

    private func duplicate(_ name: String, _ kind: String, first: SourcePlace, at place: SourcePlace?) -> AntimonyError
    {
      AntimonyError(
        .duplicate(name, kind: kind, firstFile: first.file, firstLine: first.line), at: place,
        in: place.flatMap { library.texts[$0.file] })
    }

    /// The name of the main model of the root text.
    mutating func addRoot(_ file: AntimonyFile, _ text: SourceText) throws -> String {
      if let main = file.main { return main }
      if !file.statements.isEmpty {
        let name = "__main"
        library.modules[name] = Module(name: name, statements: file.statements, place: file.firstStatement)
        return name
      }
      guard let last = file.modules.last?.name ?? lastModule else {
        throw AntimonyError(.noModel, at: SourcePlace(file: text.name, line: 1, column: 1), in: text)
      }
      return last
    }
  }
}
