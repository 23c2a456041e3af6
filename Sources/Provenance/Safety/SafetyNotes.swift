package import Evidence
package import Pharmacology

/// What is known of the safety of the compounds that arms give: warnings about single arms, and statements about each
/// compound. Nothing here stops a run.
package struct SafetyNotes: Sendable {
  /// Something that an arm does and that the reader should know.
  package struct Warning: Sendable, Hashable {
    /// The arm's place among the arms.
    package var arm: Int
    /// One sentence without a full stop.
    package var text: String

    package init(arm: Int, text: String) {
      self.arm = arm
      self.text = text
    }
  }

  package private(set) var warnings: [Warning] = []
  /// The compounds given, with their titles, in the order in which arms first give them.
  package private(set) var compounds: [(title: String, safety: CompoundSafety)] = []
  /// Titles of compounds given of which the library says nothing.
  package private(set) var unknown: [String] = []

  /// - Parameter arms: what each arm gives.
  package init(arms: [[Treatment]], library: [CompoundSafety]) {
    let known = Dictionary(library.map { ($0.compound, $0) }, uniquingKeysWith: { first, _ in first })
    for (arm, treatments) in arms.enumerated() {
      let doses = treatments.compactMap { treatment -> Dose? in
        if case .dose(let dose) = treatment.content { dose } else { nil }
      }
      for dose in doses {
        note(dose.compound, known[dose.compound.id])
        guard let safety = known[dose.compound.id], let text = Self.extrapolation(dose, safety) else { continue }
        warn(arm, text)
      }
      for text in Self.combinations(doses.map(\.compound), known) { warn(arm, text) }
    }
  }

  private mutating func note(_ compound: Compound, _ safety: CompoundSafety?) {
    if let safety {
      if !compounds.contains(where: { $0.safety.compound == compound.id }) {
        compounds.append((compound.title, safety))
      }
    } else if !unknown.contains(compound.title) {
      unknown.append(compound.title)
    }
  }

  private mutating func warn(_ arm: Int, _ text: String) {
    let warning = Warning(arm: arm, text: text)
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// What to say of a dose outside the studied ones; nil where it is inside one range of its route, or where doses were
  /// studied in the other unit only.
  private static func extrapolation(_ dose: Dose, _ safety: CompoundSafety) -> String? {
    let ofRoute = safety.studied.filter { $0.route == dose.route.id }
    let unit = dose.isPerKilogram ? "mg/kg" : "mg"
    let name = "\(dose.compound.title) \(plain(dose.amount)) \(unit) \(dose.route.title)"
    guard !ofRoute.isEmpty else { return "\(name): no studied doses of this route are known; extrapolated, grade E" }
    let ranges = ofRoute.filter { $0.isPerKilogram == dose.isPerKilogram }
    guard let nearest = ranges.first, !ranges.contains(where: { $0.doses.contains(dose.amount) }) else { return nil }
    return "\(name) lies outside the studied \(plain(nearest.doses.lowerBound)) to "
      + "\(plain(nearest.doses.upperBound)) \(unit); extrapolated, grade E"
  }

  private static func combinations(_ given: [Compound], _ known: [String: CompoundSafety]) -> [String] {
    var texts: [String] = []
    for compound in given {
      for interaction in known[compound.id]?.interactions ?? [] {
        for other in given where interaction.compounds.contains(other.id) {
          let text = "\(compound.title) with \(other.title): \(interaction.text)"
          if !texts.contains(text) { texts.append(text) }
        }
      }
    }
    return texts
  }

  private static func plain(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
