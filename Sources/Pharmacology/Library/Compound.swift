/// A drug as the library describes it beside its kinetics: names, routes and what its outputs are.
package struct Compound: Sendable, Hashable {
  /// The name in protocols, in the patient model and in result columns.
  package var id: String
  package var title: String
  package var aliases: [String]
  /// A group of drugs that pages show alike; changes no number.
  package var kind: String
  /// The concentration in plasma, the occupancy of the main receptor and the acute intensity.
  package var plasma: CompoundOutput
  package var receptor: CompoundOutput
  package var acute: CompoundOutput
  package var metabolites: [CompoundOutput]
  package var routes: [Route]
  /// How strongly a person on the usual dose typically notices its side effects between the doses, 0 (not at all) to 1.
  /// What is felt at once after a dose is the module's `acute` instead.
  package var sideEffects: Double
  /// The id of the evidence record that holds this number; nil where the library states none.
  package var sideEffectsEvidence: String?

  /// The patient model's name of something inside this compound's module.
  package func qualified(_ name: String) -> String { "\(id).\(name)" }
}

/// One output of a compound's module and how to show it.
package struct CompoundOutput: Sendable, Hashable {
  /// The name inside the module, `Cp`.
  package var output: String
  package var unit: String
  package var label: String
  /// Evidence grade `A` to `E`; empty where the library states none.
  package var grade: String
}

/// A way into the body: where the parts of one dose go.
package struct Route: Sendable, Hashable {
  package var id: String
  package var title: String
  /// Whether a dose may be given over a time.
  package var isInfusion: Bool
  /// One unnamed variant, or several named ones.
  package var variants: [RouteVariant]
  package var defaultVariant: Int
  package var device: Device?

  package var hasNamedVariants: Bool { variants.contains { $0.id != nil } }
}

/// One of the published descriptions of a route, for example by where blood was sampled.
package struct RouteVariant: Sendable, Hashable {
  /// Nil where the route has one description only.
  package var id: String?
  package var title: String?
  /// What the plasma concentration is with this variant, where it differs from the compound's own label.
  package var plasmaLabel: String?
  package var parts: [RoutePart]
}

/// One site that a dose feeds: it receives dose × fraction × bioavailability from time + lag on.
package struct RoutePart: Sendable, Hashable {
  /// A state of the compound's module.
  package var target: String
  package var fraction: Double
  /// Names of quantities of the module.
  package var bioavailability: String?
  package var lag: String?
  package var duration: String?
}

/// A dose that comes in units of one strength, given one after the other.
package struct Device: Sendable, Hashable {
  /// In the compound's dose unit, mg.
  package var strength: Double
  package var spacingMinutes: Double
  /// Where the second and every later unit of one dose goes.
  package var laterParts: [RoutePart]
}
