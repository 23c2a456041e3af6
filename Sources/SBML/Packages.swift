import Diagnostics

/// The packages of level 3 that a model uses: extensions of SBML, each with a namespace of its own.
enum Packages {
  private static let prefix = "http://www.sbml.org/sbml/level3/"

  /// The packages that the root element declares: their names, and whether the model means nothing without them.
  static func declared(_ scan: XMLScan) -> [(name: String, isRequired: Bool)] {
    guard let root = scan.root else { return [] }
    return root.attributes.compactMap { attribute in
      guard attribute.name.hasPrefix("xmlns:"), attribute.value.hasPrefix(prefix) else { return nil }
      // …/level3/version1/comp/version1
      let parts = attribute.value.split(separator: "/")
      guard parts.count >= 3, let name = parts.dropLast().last, name != "core", parts.last != "core" else { return nil }
      let required = root.attributes.first { $0.name == attribute.name.dropFirst(6) + ":required" }
      return (String(name), required?.value == "true" || required?.value == "1")
    }
  }

  static func composes(_ scan: XMLScan) -> Bool { declared(scan).contains { $0.name == "comp" } }

  /// - Throws: ``SBMLError`` that names the package without which the model cannot be understood.
  static func check(_ scan: XMLScan, _ text: SourceText) throws(SBMLError) {
    for (name, isRequired) in declared(scan) where isRequired && name != "comp" {
      let what = constructs[name].map { " (\($0))" } ?? ""
      throw SBMLError(
        "the model requires the SBML package \"\(name)\"\(what), which is not supported",
        at: scan.root.map { scan.place($0.offset) }, in: text)
    }
  }

  private static let constructs = [
    "spatial": "processes in space", "distrib": "random draws", "qual": "qualitative models",
    "multi": "species with several states", "arrays": "arrays", "dyn": "dynamic processes",
    "fbc": "flux balance constraints",
  ]
}
