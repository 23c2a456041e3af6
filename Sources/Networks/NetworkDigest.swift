import Formulas

/// What a network means, as numbers: its elements, and the values of every formula at a few points.
///
/// The coordinates of the points are a hash of each name, so two networks, or two programs, can be compared element by
/// element without comparing how their formulas are written.
package struct NetworkDigest: Sendable {
  package struct Species: Sendable, Equatable {
    package var compartment: String
    package var isBoundary: Bool
    package var isAmount: Bool
    /// Values at the start, one per point.
    package var start: [Double]?
    package var conversionFactor: String?

    package init(
      compartment: String, isBoundary: Bool, isAmount: Bool, start: [Double]?, conversionFactor: String? = nil
    ) {
      self.compartment = compartment
      self.isBoundary = isBoundary
      self.isAmount = isAmount
      self.start = start
      self.conversionFactor = conversionFactor
    }
  }

  package struct Reaction: Sendable, Equatable {
    package var isReversible: Bool
    package var isFast: Bool
    /// Net stoichiometry by species, one value per point.
    package var changes: [String: [Double]]
    package var law: [Double]

    package init(isReversible: Bool, isFast: Bool = false, changes: [String: [Double]], law: [Double]) {
      self.isReversible = isReversible
      self.isFast = isFast
      self.changes = changes
      self.law = law
    }
  }

  package struct Event: Sendable, Equatable {
    package var startsTrue: Bool
    package var isPersistent: Bool
    package var usesTriggerTimeValues: Bool
    package var trigger: [Double]
    /// How far the sides of the trigger's comparisons are from each other: the root of the sum of their squares.
    package var margin: [Double]
    package var delay: [Double]?
    package var priority: [Double]?
    package var assignments: [String: [Double]]

    package init(
      startsTrue: Bool, isPersistent: Bool, usesTriggerTimeValues: Bool, trigger: [Double], margin: [Double],
      delay: [Double]?, priority: [Double]?, assignments: [String: [Double]]
    ) {
      self.startsTrue = startsTrue
      self.isPersistent = isPersistent
      self.usesTriggerTimeValues = usesTriggerTimeValues
      self.trigger = trigger
      self.margin = margin
      self.delay = delay
      self.priority = priority
      self.assignments = assignments
    }
  }

  /// How many points.
  package static let points = 5

  /// Values at the start, one per point; nil where none is given.
  package var compartments: [String: [Double]?] = [:]
  package var parameters: [String: [Double]?] = [:]
  package var species: [String: Species] = [:]
  package var rates: [String: [Double]] = [:]
  package var assignments: [String: [Double]] = [:]
  package var reactions: [String: Reaction] = [:]
  package var events: [String: Event] = [:]
  /// Algebraic rules, each divided by its largest value, in the order of their values.
  package var algebraic: [[Double]] = []
  /// Bodies of functions where each argument has the coordinate of its number.
  package var functions: [String: [Double]] = [:]
  /// Parameters that are named stoichiometries; the formulas of reactions tell what they mean.
  package var stoichiometries: Set<String> = []

  package init() {}

  /// The coordinate of a name at a point, from 0.5 to 2 (FNV-1a of 64 bits over `name#point`).
  package static func coordinate(_ name: String, _ point: Int) -> Double {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(name)#\(point)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    return 0.5 + 1.5 * (Double(hash & 0xFF_FFFF) / Double(0x100_0000))
  }
}

extension NetworkDigest {
  /// What differs from another digest, one sentence each; empty when they mean the same.
  ///
  /// - Parameter tolerance: the relative difference at which two values count as equal.
  package func differences(from other: NetworkDigest, tolerance: Double = 1e-12) -> [String] {
    func isNear(_ a: Double, _ b: Double) -> Bool {
      a == b || (a.isNaN && b.isNaN) || abs(a - b) <= tolerance * max(abs(a), abs(b))
    }
    func isNear(_ a: [Double]?, _ b: [Double]?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return a.count == b.count && zip(a, b).allSatisfy { isNear($0, $1) }
    }
    func isNear(_ a: [String: [Double]], _ b: [String: [Double]]) -> Bool {
      a.keys == b.keys && a.allSatisfy { isNear($0.value, b[$0.key]) }
    }
    var found: [String] = []
    func compare<Value>(
      _ kind: String, _ mine: [String: Value], _ theirs: [String: Value], _ differ: (String, Value, Value) -> String?
    ) {
      for name in Set(mine.keys).union(theirs.keys).sorted() {
        // Programs may name stoichiometries that others leave nameless.
        let isOptional = stoichiometries.contains(name) != other.stoichiometries.contains(name)
        if isOptional, mine[name] == nil || theirs[name] == nil { continue }
        switch (mine[name], theirs[name]) {
        case (let a?, let b?): if let text = differ(name, a, b) { found.append("\(kind) \(name): \(text)") }
        case (nil, _): found.append("\(kind) \(name) is missing here")
        case (_, nil): found.append("\(kind) \(name) is missing there")
        }
      }
    }
    func compareValues(_ kind: String, _ mine: [String: [Double]?], _ theirs: [String: [Double]?]) {
      compare(kind, mine, theirs) { name, a, b in
        // An assignment rule leaves no room for a value of its own.
        assignments[name] != nil || isNear(a, b) ? nil : "\(a as Any) differs from \(b as Any)"
      }
    }
    compareValues("compartment", compartments, other.compartments)
    compareValues("parameter", parameters, other.parameters)
    compare("species", species, other.species) { name, a, b in
      guard a.compartment == b.compartment, a.isBoundary == b.isBoundary, a.isAmount == b.isAmount,
        a.conversionFactor == b.conversionFactor
      else {
        return "\(a) differs from \(b)"
      }
      return assignments[name] != nil || isNear(a.start, b.start) ? nil : "\(a) differs from \(b)"
    }
    compare("rate rule", rates, other.rates) { isNear($1, $2) ? nil : "\($1) differs from \($2)" }
    compare("assignment rule", assignments, other.assignments) { isNear($1, $2) ? nil : "\($1) differs from \($2)" }
    compare("reaction", reactions, other.reactions) { _, a, b in
      a.isReversible == b.isReversible && a.isFast == b.isFast && isNear(a.changes, b.changes) && isNear(a.law, b.law)
        ? nil : "\(a) differs from \(b)"
    }
    compare("event", events, other.events) { _, a, b in
      a.startsTrue == b.startsTrue && a.isPersistent == b.isPersistent
        && a.usesTriggerTimeValues == b.usesTriggerTimeValues && isNear(a.trigger, b.trigger)
        && isNear(a.margin, b.margin)
        && isNear(a.delay, b.delay) && isNear(a.priority, b.priority) && isNear(a.assignments, b.assignments)
        ? nil : "\(a) differs from \(b)"
    }
    compare("function", functions, other.functions) { isNear($1, $2) ? nil : "\($1) differs from \($2)" }
    if algebraic.count != other.algebraic.count || !zip(algebraic, other.algebraic).allSatisfy({ isNear($0, $1) }) {
      found.append("algebraic rules: \(algebraic) differ from \(other.algebraic)")
    }
    return found
  }
}
