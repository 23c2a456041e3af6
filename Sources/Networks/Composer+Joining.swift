import Diagnostics
import Formulas

extension Composer {
  /// Makes `first` and `second` one element: `first is second`, or a port and what is connected to it.
  mutating func join(_ first: Int, _ second: Int, at place: SourcePlace) {
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

    var joined = elements[b]
    let other = elements[a]
    warnIfOuterIsReplaced(other, joined, at: place)
    joined.kind = joined.kind ?? other.kind
    joined.isDefined = joined.isDefined || other.isDefined
    joined.isConstant = joined.isConstant ?? other.isConstant
    joined.isBoundary = joined.isBoundary || other.isBoundary
    if elements[b].kind == nil { joined.isSubstanceOnly = joined.isSubstanceOnly || other.isSubstanceOnly }
    joined.compartment = joined.compartment ?? other.compartment
    joined.unit = joined.unit ?? other.unit
    if case .assignment = joined.value {
      // A rule that holds at all times leaves no room for another.
    } else {
      joined.rate = joined.rate ?? other.rate
      if joined.value == nil {
        if case .assignment = other.value, joined.rate != nil {
          // A rate rule of the second excludes an assignment rule of the first.
        } else {
          joined.value = other.value
        }
      }
    }
    elements[b] = joined
    links[a] = b
    if elements[named[a]].depth < elements[named[b]].depth { named[b] = named[a] }
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
