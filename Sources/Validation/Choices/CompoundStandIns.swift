import Diagnostics
import Files
package import Pharmacology

/// What stands for the compounds that published trials name (`Evidence/validation/compounds.yaml`).
package struct CompoundStandIns: Sendable {
  /// How the file describes one compound.
  package struct Entry: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
      case drug
      /// An inert placebo.
      case nothing
      /// Treatment that went on before.
      case background
      case device
    }
    package struct Usual: Sendable, Hashable {
      package var dose: Double
      package var unit: Intervention.Unit
      package var route: Intervention.Route
    }
    package var id: String
    package var kind = Kind.drug
    /// A group of drugs, not one.
    package var isClass = false
    /// Id of the library's compound.
    package var library: String
    /// Milligrams of it for one milligram of what is named.
    package var factor = 1.0
    package var usual: Usual?
    /// Name of the between-trial spread.
    package var spread: String?
    package var because: String?
  }

  private let entries: [String: Entry]
  package let library: TreatmentLibrary

  package init(_ entries: [Entry], library: TreatmentLibrary) {
    self.entries = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.library = library
  }

  /// What is known about a compound: what the file says, or that it is the library's own; nil when neither has it.
  package func entry(_ id: String) -> Entry? {
    if let entry = entries[id] { return entry }
    guard case .compound(let compound)? = library.subject(named: id) else { return nil }
    return Entry(id: id, library: compound.id)
  }

  /// The library's compound for an entry.
  package func compound(_ entry: Entry) -> Compound? {
    guard case .compound(let compound)? = library.subject(named: entry.library) else { return nil }
    return compound
  }

  /// - Throws: `InputError` with the place.
  package static func read(_ path: String, library: TreatmentLibrary) throws -> CompoundStandIns {
    let root = try YAMLText.read(path).mapping("the stand-ins", keys: ["compounds"])
    let entries = try root.required("compounds").entries("\"compounds\"").map { try Entry($0) }
    return CompoundStandIns(entries, library: library)
  }
}

extension CompoundStandIns.Entry {
  fileprivate init(_ entry: YAMLValue.Entry) throws {
    let fields = try SchemaFields(
      entry.value, "compound \"\(entry.key)\"", required: [],
      optional: ["class", "library", "factor", "usual", "stands", "spread", "because"])
    id = entry.key
    kind = try fields.choice("stands", Kind.self) ?? .drug
    isClass = try fields.flag("class")
    library = try fields.text("library") ?? entry.key
    factor = try fields.number("factor", in: 1e-6...1e6) ?? 1
    usual = try fields["usual"].map { value in
      let usual = try SchemaFields(value, "a usual dose", required: ["dose", "unit", "route"])
      guard let dose = try usual.number("dose", in: 0...1e6) else { throw try usual.missing("dose") }
      return Usual(
        dose: dose, unit: try usual.requiredChoice("unit", Intervention.Unit.self),
        route: try usual.requiredChoice("route", Intervention.Route.self))
    }
    spread = try fields.text("spread")
    because = try fields.text("because")
  }
}
