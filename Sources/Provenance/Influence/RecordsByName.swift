package import Equations
package import Evidence

/// The record of each parameter of a composed model, whichever of its names the record has.
package struct RecordsByName: Sendable {
  private var records: [String: EvidenceRecord] = [:]

  package init(_ library: EvidenceLibrary, system: EquationSystem) {
    for record in library.records {
      let name = system.synonyms[record.id] ?? record.id
      // A record of the parameter's own name comes before one of a synonym.
      if records[name] == nil || record.id == name { records[name] = record }
    }
  }

  package subscript(parameter: String) -> EvidenceRecord? { records[parameter] }
}
