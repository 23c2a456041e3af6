import Networks

extension ModelReader {
  /// Keeps an element's shown name, its controlled-vocabulary terms, its SBO term and its notes.
  mutating func annotate(_ element: SBMLElement, _ id: String) {
    func add(_ qualifier: String, _ resources: [String]) {
      network.annotations.append(Annotation(element: id, qualifier: qualifier, resources: resources))
    }
    let name = element.text(.name)
    if !name.isEmpty, name != id { add("is", [name]) }
    if element.flag(.isSetSBOTerm) { add("sboTerm", [element.text(.sboTerm)]) }
    if element.flag(.isSetNotes) { add("notes", [element.text(.notes)]) }
    for term in element.list(.term, count: .termCount) {
      let resources = (0..<term.whole(.termResourceCount)).map { position in
        document.library.take(document.library.termResource(term.handle, UInt32(position)))
      }
      let isModel = term.whole(.termQualifierKind) == 0
      let words = isModel ? Self.modelQualifiers : Self.biologicalQualifiers
      let code = term.whole(isModel ? .termModelQualifier : .termBiologicalQualifier)
      if words.indices.contains(code), !resources.isEmpty { add(words[code], resources) }
    }
  }

  /// Antimony's words for the qualifiers, in the order of libSBML's codes.
  private static let biologicalQualifiers = [
    "identity", "hasPart", "isPartOf", "isVersionOf", "hasVersion", "isHomologTo", "isDescribedBy", "isEncodedBy",
    "encodes", "occursIn", "hasProperty", "isPropertyOf", "hasTaxon",
  ]
  private static let modelQualifiers = [
    "model_source", "publication", "origin", "isInstanceOf", "hasInstance",
  ]
}
