import Diagnostics
import Formulas

extension Composer {
  /// Makes `first` and `second` one element: `first is second`, or a port and what is connected to it.
  ///
  /// `second` keeps what it has; what it lacks comes from `first`. `scale` is what the first one's value is multiplied
  /// by to give the second's.
  mutating func join(
    _ first: Int, _ second: Int, scale: FactorProduct = FactorProduct(), in scope: Int, at place: SourcePlace
  ) {
    let (a, b) = (root(first), root(second))
    guard a != b else { return }
    let names = (elements[a].id, elements[b].id)
    for kind in [Kind.reaction, .event, .rule] where elements[a].kind == kind && elements[b].kind == kind {
      guard elements[a].scope != elements[b].scope else {
        return report(.cannotJoin(names.0, names.1, reason: "both are \(kind.rawValue)s of the same model"), at: place)
      }
    }
    if let (outer, inner) = kindsThatClash(elements[a], elements[b]) {
      return report(.cannotJoin(names.0, names.1, reason: "one is a \(outer), the other a \(inner)"), at: place)
    }
    if scale.isOne, let unit = elements[a].unit, let other = elements[b].unit, !unit.isSame(as: other) {
      report(
        .cannotJoin(names.0, names.1, reason: "one is in \(unit.symbol), the other in \(other.symbol)"), at: place,
        hint: unit.conversion(to: other).map { "1 \(unit.symbol) is \(Self.shown($0)) \(other.symbol)" })
    }

    let (one, other) = (elements[a], elements[b])
    warnIfOuterIsReplaced(one, other, at: place)
    let ownDepth = scopes[scope].depth
    let isFirstNamed = elements[named[a]].depth == ownDepth && elements[named[b]].depth > ownDepth
    var joined = other
    joined.kind = other.kind ?? one.kind
    joined.isDefined = other.isDefined || one.isDefined
    joined.isConstant = other.isConstant ?? one.isConstant
    joined.isBoundary = other.isBoundary ?? one.isBoundary
    // What the name means in formulas follows the declaration of the element that keeps its name.
    let (winner, loser) = isFirstNamed ? (one, other) : (other, one)
    joined.isSubstanceOnly = winner.isSubstanceOnly ?? loser.isSubstanceOnly
    joined.compartment = other.compartment ?? one.compartment
    joined.unit = scale.isOne ? other.unit ?? one.unit : winner.unit
    joined.conversionFactor = winner.conversionFactor ?? loser.conversionFactor
    joined.rate = other.rate ?? one.rate
    joined.value = other.value ?? one.value
    joined.reaction = other.reaction ?? one.reaction
    joined.event = other.event ?? one.event
    joined.rule = other.rule ?? one.rule
    if other.kind == nil { joined.place = one.place }
    if case .assignment = joined.value, joined.rate != nil { report(.twoRules(names.1), at: place) }
    elements[b] = joined
    link(first, second, scale, at: place)
    if isFirstNamed { named[b] = named[a] }
  }

  /// Links the root of `first` to that of `second`, so that the first one's value times `scale` is the second's.
  private mutating func link(_ first: Int, _ second: Int, _ scale: FactorProduct, at place: SourcePlace) {
    let (a, b) = (root(first), root(second))
    if !scale.isOne || !scales.isEmpty {
      let product = scaleToRoot(second) * scale / scaleToRoot(first)
      let length = product.count + (scaleLengths[a] ?? 0)
      scaleLengths[b] = max(length, scaleLengths[b] ?? 0)
      if length > Self.depthLimit {
        report(.tooManyFactors(limit: Self.depthLimit), at: place)
      } else if !product.isOne {
        scales[a] = product
      }
    }
    links[a] = b
  }

  /// The kinds of two elements that cannot be one, as messages name them.
  private func kindsThatClash(_ first: Element, _ second: Element) -> (String, String)? {
    func shown(_ element: Element) -> String? {
      element.kind?.rawValue ?? (element.value != nil || element.rate != nil ? "parameter" : nil)
    }
    let ofQuantities: [Kind?] = [nil, .species, .compartment]
    if let kind = first.kind, let other = second.kind { return kind == other ? nil : (kind.rawValue, other.rawValue) }
    guard let one = shown(first), let other = shown(second), one != other else { return nil }
    return ofQuantities.contains(first.kind) && ofQuantities.contains(second.kind) ? nil : (one, other)
  }

  /// `outer is inner` keeps what the inner one was given: worth a warning when the outer one was given something else.
  private mutating func warnIfOuterIsReplaced(_ first: Element, _ second: Element, at place: SourcePlace) {
    guard first.depth < second.depth, first.value != nil, second.value != nil else { return }
    warn(
      .outerReplaced(outer: first.id, inner: second.id), at: place,
      hint: "write \"\(second.id) is \(first.id)\" to keep the outer one")
  }

  /// A number to nine digits, for messages.
  static func shown(_ number: Double) -> String {
    let digits = number == 0 ? 0 : 8 - Operator.log10.value(of: [number.magnitude]).rounded(.down)
    let scale = Operator.power.value(of: [10, digits])
    let rounded = scale.isFinite && scale > 0 ? (number * scale).rounded() / scale : number
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
