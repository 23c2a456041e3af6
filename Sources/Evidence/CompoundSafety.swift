package import Diagnostics

/// What is known of the safety of one compound, as `Evidence/safety.yaml` states it. Shown beside results; it blocks
/// nothing and advises nobody.
package struct CompoundSafety: Sendable {
  /// Where a statement was found.
  package struct Origin: Sendable, Hashable {
    package var source: String
    package var doi: String?
    package var verification: EvidenceVerification
  }

  /// Doses that people were given in studies or that a label states.
  package struct StudiedRange: Sendable, Hashable {
    /// The route's id in the compound's file.
    package var route: String
    package var doses: ClosedRange<Double>
    /// Whether doses are in mg per kg of body weight; else in mg.
    package var isPerKilogram: Bool
    package var origin: Origin
  }

  package struct Statement: Sendable, Hashable {
    package var text: String
    /// Compounds of the library whose combination with this one is meant; empty where it is about others.
    package var compounds: [String]
    package var origin: Origin
  }

  /// The compound's id.
  package var compound: String
  package var studied: [StudiedRange]
  package var contraindications: [Statement]
  package var monitoring: [Statement]
  package var interactions: [Statement]
  package var place: SourcePlace
}
