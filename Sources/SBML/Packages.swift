import Diagnostics
import Formulas
import Networks

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

  /// Packages that the model can do without and that are not read. Those that only draw or group it are not worth a word.
  static func ignored(_ scan: XMLScan) -> [String] {
    declared(scan).map(\.name).filter { !["comp", "layout", "render", "groups"].contains($0) }
  }

  /// A model whose reactions have no laws, only objectives, says nothing about a course in time.
  ///
  /// - Throws: ``SBMLError`` for such a model.
  static func checkLaws(of network: Network, _ scan: XMLScan, _ text: SourceText) throws(SBMLError) {
    guard scan.hasObjectives, !network.reactions.isEmpty, network.rules.isEmpty,
      network.reactions.allSatisfy({ $0.law == .number(0) })
    else { return }
    throw SBMLError(
      "the model is a flux balance: its reactions have no kinetic laws, only objectives (package \"fbc\")", in: text,
      hint: "courses in time need kinetic laws")
  }

  private static let constructs = [
    "spatial": "processes in space", "distrib": "random draws", "qual": "qualitative models",
    "multi": "species with several states", "arrays": "arrays", "dyn": "dynamic processes",
    "fbc": "flux balance constraints",
  ]
}
