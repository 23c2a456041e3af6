import Diagnostics
import Formulas

extension Composer {
  /// Makes `first` and `second` one element: `first is second`, or a port and what is connected to it.
  ///
  /// `second` keeps what it has; what it lacks comes from `first`.
  mutating func join(_ first: Int, _ second: Int, in scope: Int, at place: SourcePlace) {
    let (a, b) = (root(first), root(second))
    guard a != b else { return }
    let names = (elements[a].id, elements[b].id)
    guard elements[a].kind != .reaction, elements[b].kind != .reaction else {
      return report(.cannotJoin(names.0, names.1, reason: "reactions cannot be joined"), at: place)
    }
    if let kind = elements[a].kind, let other = elements[b].kind, kind != other {
      return report(
        .cannotJoin(names.0, names.1, reason: "one is a \(kind.rawValue), the other a \(other.rawValue)"), at: place)
    }
    if let unit = elements[a].unit, let other = elements[b].unit, !unit.isSame(as: other) {
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
    joined.unit = other.unit ?? one.unit
    joined.rate = other.rate ?? one.rate
    joined.value = other.value ?? one.value
    if case .assignment = joined.value, joined.rate != nil { report(.twoRules(names.1), at: place) }
    elements[b] = joined
    links[a] = b
    if isFirstNamed { named[b] = named[a] }
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
