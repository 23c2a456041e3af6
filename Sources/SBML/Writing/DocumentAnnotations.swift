import Networks

/// What annotations say of the elements of one document: names, notes, SBO terms and controlled vocabulary terms.
struct DocumentAnnotations {
  /// A controlled vocabulary term: `bqbiol:is` and its resources.
  struct Term {
    var qualifier: String
    var resources: [String]
  }

  struct Entry {
    var name: String?
    var term: String?
    var notes: [String] = []
    var terms: [Term] = []
  }

  private var entries: [String: Entry] = [:]
  /// Annotations that have no place in a document, as sentences.
  private(set) var losses: [String] = []

  /// - Parameter known: identifiers of everything that will be written, the model's name among them.
  init(of network: Network, known: Set<String>) {
    for annotation in network.annotations {
      guard known.contains(annotation.element) else {
        losses.append("the annotation \(annotation.qualifier) of \"\(annotation.element)\", which is no element")
        continue
      }
      var entry = entries[annotation.element] ?? Entry()
      switch annotation.qualifier {
      case "is": entry.name = annotation.resources.first
      case "notes": entry.notes += annotation.resources
      case "sboTerm":
        if let term = annotation.resources.first.flatMap(Self.term) {
          entry.term = term
        } else {
          losses.append("the SBO term of \"\(annotation.element)\", which is not a number of up to 7 digits")
        }
      default:
        if let qualifier = Self.qualifiers[annotation.qualifier] {
          entry.terms.append(Term(qualifier: qualifier, resources: annotation.resources))
        } else {
          losses.append("the annotation \(annotation.qualifier) of \"\(annotation.element)\"")
        }
      }
      entries[annotation.element] = entry
    }
  }

  subscript(_ element: String) -> Entry { entries[element] ?? Entry() }

  /// `SBO:0000247` of `247`, `0000247` or `SBO:0000247`.
  private static func term(_ text: String) -> String? {
    let digits = text.hasPrefix("SBO:") ? String(text.dropFirst(4)) : text
    guard let number = Int(digits), (0...9_999_999).contains(number) else { return nil }
    return "SBO:" + String(repeating: "0", count: 7 - String(number).count) + String(number)
  }

  /// Antimony's words for the qualifiers of BioModels.net.
  private static let qualifiers: [String: String] = {
    var table: [String: String] = [
      "identity": "bqbiol:is", "biological_entity_is": "bqbiol:is", "part": "bqbiol:hasPart",
      "parthood": "bqbiol:isPartOf", "hypernym": "bqbiol:isVersionOf", "version": "bqbiol:hasVersion",
      "homolog": "bqbiol:isHomologTo", "description": "bqbiol:isDescribedBy", "encoder": "bqbiol:isEncodedBy",
      "encodement": "bqbiol:encodes", "container": "bqbiol:occursIn", "property": "bqbiol:hasProperty",
      "propertyBearer": "bqbiol:isPropertyOf", "taxon": "bqbiol:hasTaxon", "model_entity_is": "bqmodel:is",
      "model_source": "bqmodel:is", "publication": "bqmodel:isDescribedBy", "origin": "bqmodel:isDerivedFrom",
      "instance": "bqmodel:hasInstance",
    ]
    for name in [
      "hasPart", "isPartOf", "isVersionOf", "hasVersion", "isHomologTo", "isDescribedBy", "isEncodedBy", "encodes",
      "occursIn", "hasProperty", "isPropertyOf", "hasTaxon",
    ] { table[name] = "bqbiol:\(name)" }
    for name in ["isDerivedFrom", "isInstanceOf", "hasInstance"] { table[name] = "bqmodel:\(name)" }
    return table
  }()
}

extension DocumentAnnotations.Entry {
  /// The identifier that terms refer to; nil where there are none.
  func metaid(_ id: String) -> String? { terms.isEmpty ? nil : "meta_\(id)" }

  var isEmpty: Bool { terms.isEmpty && notes.isEmpty }

  /// The `notes` and the `annotation` of an element.
  func write(_ id: String, to xml: inout XMLText) {
    if notes.count == 1, let marked = MarkedUpNotes(notes[0]) {
      xml.element(marked)
    } else if !notes.isEmpty {
      xml.element("notes") { xml in
        xml.element("body", ["xmlns": "http://www.w3.org/1999/xhtml"]) { xml in
          for note in notes { xml.element("p", text: note) }
        }
      }
    }
    guard let metaid = metaid(id) else { return }
    xml.element("annotation") { xml in
      xml.element(
        "rdf:RDF",
        [
          "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
          "xmlns:bqbiol": "http://biomodels.net/biology-qualifiers/",
          "xmlns:bqmodel": "http://biomodels.net/model-qualifiers/",
        ]
      ) { xml in
        xml.element("rdf:Description", ["rdf:about": "#\(metaid)"]) { xml in
          for term in terms {
            xml.element(term.qualifier) { xml in
              xml.element("rdf:Bag") { xml in
                for resource in term.resources { xml.element("rdf:li", ["rdf:resource": resource]) }
              }
            }
          }
        }
      }
    }
  }
}
