/// One treatment of an arm: what is given, and at which hours of the protocol.
package struct Treatment: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case dose(Dose)
    case session(Session)
  }

  /// The line as it was written.
  package var text: String
  package var content: Content
  /// Hours since the start of the protocol, ascending, each once.
  package var times: [Double]
}

/// A dose of a compound by a route.
package struct Dose: Sendable, Hashable {
  package var compound: Compound
  package var route: Route
  package var variant: RouteVariant
  /// In mg, or in mg per kg of body weight.
  package var amount: Double
  package var isPerKilogram: Bool
  /// Hours over which it is infused; nil: at once.
  package var infusionHours: Double?

  /// Route and variant in words.
  package var routeTitle: String { variant.title.map { "\(route.title), \($0)" } ?? route.title }
  package var plasmaLabel: String { variant.plasmaLabel ?? compound.plasma.label }
}

/// A session of psychotherapy.
package struct Session: Sendable, Hashable {
  package var modality: Modality
  package var minutes: Double
}
