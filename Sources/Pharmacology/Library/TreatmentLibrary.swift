import Diagnostics
import Files

/// Everything that a treatment may name: the drugs and the psychotherapies of the model library.
package struct TreatmentLibrary: Sendable {
  package enum Subject: Sendable, Hashable {
    case compound(Compound)
    case modality(Modality)

    package var id: String {
      switch self {
      case .compound(let compound): compound.id
      case .modality(let modality): modality.id
      }
    }

    package var title: String {
      switch self {
      case .compound(let compound): compound.title
      case .modality(let modality): modality.title
      }
    }
  }

  package let compounds: [Compound]
  package let modalities: [Modality]
  /// Lower-case names and aliases.
  private let subjects: [String: Subject]

  /// - Throws: `InputError` when two things share a name.
  package init(compounds: [Compound], modalities: [Modality]) throws {
    self.compounds = compounds
    self.modalities = modalities
    var subjects: [String: Subject] = [:]
    func add(_ name: String, _ subject: Subject) throws {
      if let other = subjects[name.lowercased()], other != subject {
        throw InputError("\"\(name)\" names both \"\(other.id)\" and \"\(subject.id)\"")
      }
      subjects[name.lowercased()] = subject
    }
    for compound in compounds {
      // An alias that ends in a route says nothing that name and route do not.
      let routes = Set(compound.routes.map(\.id))
      let aliases = compound.aliases.filter { alias in
        !alias.split(separator: " ").dropFirst().contains { routes.contains($0.lowercased()) }
      }
      for name in [compound.id, compound.title] + aliases { try add(name, .compound(compound)) }
    }
    for modality in modalities {
      for name in [modality.id, modality.title] + modality.aliases { try add(name, .modality(modality)) }
    }
    self.subjects = subjects
  }

  /// Reads every `compounds/*.yaml` and `mind/modalities.yaml` of a model folder.
  package static func read(models folder: String) throws -> TreatmentLibrary {
    let files = try ContentHash.folder(folder + "/compounds", extensions: ["yaml"]).files
    let compounds = try files.map { file in
      let root = try YAMLText.read("\(folder)/compounds/\(file)")
      return try Compound(root)
    }
    let modalities = try Modality.read(YAMLText.read(folder + "/mind/modalities.yaml"))
    return try TreatmentLibrary(compounds: compounds, modalities: modalities)
  }

  /// The subject with this name or alias, whatever its case.
  package func subject(named name: String) -> Subject? { subjects[name.lowercased()] }

  /// The longest name that the text starts with and that ends at a space or at the text's end.
  package func subject(startingWith text: String) -> (subject: Subject, length: Int)? {
    let lower = text.lowercased()
    var best: (subject: Subject, length: Int)?
    for (name, subject) in subjects where lower.hasPrefix(name) && name.count > best?.length ?? 0 {
      let next = lower.dropFirst(name.count).first
      if next == nil || next == " " || next == "\t" { best = (subject, name.count) }
    }
    return best
  }

  /// Ids of compounds and modalities, for hints.
  package var names: [String] { compounds.map(\.id) + modalities.map(\.id) }

  /// Every name and alias, for finding the nearest.
  package var allNames: [String] { subjects.keys.sorted() }
}
