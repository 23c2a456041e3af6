import Diagnostics

/// The namespace of the root element, which says the level and version of SBML.
enum CoreNamespace {
  private static let prefix = "http://www.sbml.org/sbml/level"

  /// The known namespaces and the levels and versions that may be written with each.
  private static let known: [(namespace: String, level: String, versions: [String])] =
    [
      (prefix + "1", "1", ["1", "2"]), (prefix + "2", "2", ["1"]),
      (prefix + "3/version1/core", "3", ["1"]), (prefix + "3/version2/core", "3", ["2"]),
    ] + (2...5).map { (prefix + "2/version\($0)", "2", ["\($0)"]) }

  /// libSBML ends the program when a reaction of an unknown level and version is read, so that is refused before.
  ///
  /// - Throws: ``SBMLError`` for an SBML element whose namespace is none of SBML's, or is not that of its level and
  ///   version. What else is wrong with the root element is for libSBML to say.
  static func check(_ scan: XMLScan, _ text: SourceText) throws(SBMLError) {
    guard let root = scan.root, root.local == "sbml" else { return }
    let parts = root.name.split(separator: ":")
    let declaration = parts.count > 1 ? "xmlns:\(parts[0])" : "xmlns"
    let namespace = root.attributes.first { $0.name == declaration }?.value ?? ""
    guard let match = known.first(where: { $0.namespace == namespace }) else {
      throw SBMLError(
        namespace.isEmpty
          ? "the element \"sbml\" has no namespace" : "\"\(namespace)\" is not a namespace of SBML",
        at: scan.place(root.offset), in: text,
        hint: NearestName.hint(namespace, among: known.map(\.namespace)) ?? "write xmlns=\"\(known[3].namespace)\"")
    }
    let level = root.attributes.first { $0.name == "level" }?.value ?? ""
    let version = root.attributes.first { $0.name == "version" }?.value ?? ""
    if level != match.level || !match.versions.contains(version) {
      throw SBMLError(
        "the namespace \"\(namespace)\" is not that of level \"\(level)\" version \"\(version)\"",
        at: scan.place(root.offset), in: text)
    }
  }
}
