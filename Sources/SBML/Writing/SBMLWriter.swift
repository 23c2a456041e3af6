import Formulas
package import Networks

/// Writes networks in the Systems Biology Markup Language, Level 3 Version 2 Core.
///
/// A dotted identifier `a.b` becomes `a__b`. Stoichiometries that are formulas become species references with an
/// identifier and an assignment. The text depends on the network only.
package enum SBMLWriter {
  /// The network as SBML text, and what SBML has no room for.
  ///
  /// - Throws: ``SBMLWritingError`` for a construct that has no exact form.
  /// - Complexity: O(size of the network).
  package static func write(_ network: Network) throws -> WrittenModel {
    var writer = try DocumentWriter(network)
    return try writer.write()
  }
}

/// One document while it is written. The lists of the model are in the other files of this folder.
struct DocumentWriter {
  let network: Network
  var names: FlatNames
  var units: UnitDefinitions
  let annotations: DocumentAnnotations
  /// Everything that a rule or an event changes: it cannot be written as constant.
  let changed: Set<String>
  var losses: [String] = []
  /// Parameters that are written as the identifiers of species references.
  let references: SpeciesReferences

  init(_ network: Network) throws {
    if let fast = network.reactions.first(where: \.isFast) { throw SBMLWritingError.fastReaction(fast.id, fast.place) }
    self.network = network
    var names = FlatNames(of: network)
    references = SpeciesReferences(of: network, names: &names)
    self.names = names
    units = UnitDefinitions(of: network)
    let known = network.elementNames + network.functions.map(\.id) + [network.name]
    annotations = DocumentAnnotations(of: network, known: Set(known))
    changed = Set(network.rules.compactMap(\.target) + network.events.flatMap { $0.assignments.map(\.target) })
  }

  mutating func write() throws -> WrittenModel {
    // Units are found while the elements are written, and stand before them.
    var elements = XMLText()
    var xml = XMLText()
    let id = names.fresh(network.name.isEmpty ? "model" : network.name)
    let entry = annotations[network.name]
    try xml.element(
      "sbml", ["xmlns": "http://www.sbml.org/sbml/level3/version2/core", "level": "3", "version": "2"]
    ) { xml in
      try xml.element(
        "model",
        [
          "metaid": entry.metaid(id), "sboTerm": entry.term, "id": id, "name": entry.name,
          "substanceUnits": network.substanceUnit.map { units.id(of: $0) },
          "timeUnits": network.timeUnit.map { units.id(of: $0) },
          "volumeUnits": network.volumeUnit.map { units.id(of: $0) },
          "extentUnits": network.extentUnit.map { units.id(of: $0) },
        ]
      ) { xml in
        entry.write(id, to: &xml)
        elements = xml.empty
        writeCompartments(to: &elements)
        writeSpecies(to: &elements)
        writeParameters(to: &elements)
        try writeFunctions(to: &xml)
        units.write(to: &xml)
        xml.append(elements)
        try writeInitialAssignments(to: &xml)
        try writeRules(to: &xml)
        try writeReactions(to: &xml)
        try writeEvents(to: &xml)
      }
    }
    for (old, new) in names.changed { losses.append("\"\(old)\" is called \"\(new)\"") }
    if !network.synonyms.isEmpty {
      losses.append("\(network.synonyms.count) further names of joined elements (each element keeps one)")
    }
    return WrittenModel(text: xml.text, losses: annotations.losses + losses, names: names.elements)
  }

  /// Writes formulas with the names of this document.
  var math: MathMLWriter {
    let names = names
    return MathMLWriter(element: { names.element($0) }, function: { names.function($0) })
  }

  /// An element with its annotation first and `content` after it.
  func write(
    _ tag: String, _ attributes: XMLText.Attributes, _ entry: DocumentAnnotations.Entry, id: String,
    to xml: inout XMLText, _ content: ((inout XMLText) throws -> Void)? = nil
  ) rethrows {
    guard let content else {
      if entry.isEmpty { return xml.element(tag, attributes) }
      return xml.element(tag, attributes) { entry.write(id, to: &$0) }
    }
    try xml.element(tag, attributes) { xml in
      entry.write(id, to: &xml)
      try content(&xml)
    }
  }

  /// Whether nothing changes a quantity that calls itself constant.
  func stays(_ id: String, _ isConstant: Bool) -> String { isConstant && !changed.contains(id) ? "true" : "false" }
}
