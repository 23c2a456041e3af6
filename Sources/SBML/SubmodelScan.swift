import Diagnostics
import Files

/// How large a model becomes when its submodels are put in their places, and which other files it is made from.
///
/// Submodels of submodels multiply: a short text can ask for more elements than there is memory for. Other files are
/// scanned like the first before libSBML sees them.
struct SubmodelScan {
  /// Elements of XML in the composed model, and files that it is made from.
  static let elementLimit = 1_000_000
  static let fileLimit = 100

  private struct Model: Hashable {
    var file: String
    /// Position among the models of the file.
    var position: Int
  }

  private var scans: [String: XMLScan] = [:]
  private var texts: [String: SourceText] = [:]
  private var sizes: [Model: Int] = [:]
  private var path: [Model] = []
  private var chain = 0

  /// - Throws: `FileError` for another file that cannot be read; ``SBMLError`` when models contain each other, when the
  ///   composed model is too large, or when a file lies elsewhere than beside the model.
  static func check(_ scan: XMLScan, _ text: SourceText, path: String) throws {
    var all = SubmodelScan()
    all.scans[path] = scan
    all.texts[path] = text
    // Files are looked at even when no submodel needs them: libSBML opens them all.
    for external in scan.externals { _ = try all.open(external, from: path) }
    if let own = scan.ownModel { _ = try all.size(of: Model(file: path, position: own)) }
  }

  private mutating func size(of model: Model) throws -> Int {
    if let known = sizes[model] { return known }
    guard let scan = scans[model.file], scan.models.indices.contains(model.position) else { return 0 }
    let outline = scan.models[model.position]
    guard !path.contains(model), path.count < Self.fileLimit else {
      throw SBMLError("the model \"\(outline.id)\" contains itself", in: texts[model.file])
    }
    path.append(model)
    defer { path.removeLast() }
    var total = outline.elementCount
    for name in outline.submodels {
      guard let inner = try find(name, in: model.file) else { continue }
      total += try size(of: inner)
      guard total <= Self.elementLimit else {
        throw SBMLError(
          "the composed model has more than \(Self.elementLimit) elements", at: scan.root.map { scan.place($0.offset) },
          in: texts[model.file])
      }
    }
    sizes[model] = total
    return total
  }

  /// The model of a name in a file; nil where libSBML will find that it is missing.
  private mutating func find(_ name: String, in file: String) throws -> Model? {
    guard let scan = scans[file] else { return nil }
    if let position = scan.models.firstIndex(where: { $0.id == name }) { return Model(file: file, position: position) }
    guard let external = scan.externals.first(where: { $0.id == name }) else { return nil }
    let other = try open(external, from: file)
    guard let name = external.model else {
      return scans[other]?.ownModel.map { Model(file: other, position: $0) }
    }
    // A definition may name a definition of another file that names one of this file again.
    chain += 1
    defer { chain -= 1 }
    guard chain <= Self.fileLimit else {
      throw SBMLError("external definitions of \"\(name)\" name each other", at: external.place, in: texts[file])
    }
    return try find(name, in: other)
  }

  /// Scans the file that an external definition names, once.
  ///
  /// - Returns: its path.
  private mutating func open(_ external: XMLScan.External, from file: String) throws -> String {
    let parts = external.source.split(separator: "/", omittingEmptySubsequences: false)
    guard !external.source.isEmpty, !parts.contains(".."), parts.first != "", !external.source.contains(":") else {
      throw SBMLError(
        "the external file \"\(Message.clipped(external.source))\" does not lie beside the model", at: external.place,
        in: texts[file], hint: "name a file in the model's folder or below it")
    }
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    let path = folder + external.source
    guard scans[path] == nil else { return path }
    guard TextFile.exists(path) else {
      throw SBMLError(
        "the external file \"\(Message.clipped(external.source))\" does not exist", at: external.place, in: texts[file],
        hint: "it is looked for beside the model")
    }
    guard scans.count < Self.fileLimit else {
      throw SBMLError("the model is made from more than \(Self.fileLimit) files", at: external.place, in: texts[file])
    }
    let text = try TextFile.read(path)
    try XMLDeclaration.check(text)
    let scan = try XMLScan(text)
    try CoreNamespace.check(scan, text)
    try Packages.check(scan, text)
    scans[path] = scan
    texts[path] = text
    for other in scan.externals { _ = try open(other, from: path) }
    return path
  }
}
